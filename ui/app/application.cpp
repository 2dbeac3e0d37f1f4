// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/app/application.h"

#include <cstdio>

#include <QDBusConnection>
#include <QFile>
#include <QFont>
#include <QGuiApplication>
#include <QQuickWindow>
#include <QScreen>
#include <QTimer>

#include "base/core/heap.h"
#include "base/core/text.h"
#include "ui/app/kiosk.h"
#include "ui/app/picture_tour.h"
#include "ui/app/stall_meter.h"
#include "ui/theme/fonts.h"

using namespace Qt::StringLiterals;

namespace nocturne::ui {

namespace {

constexpr int kWarmUpMs = 3000;
constexpr QSize kComfortable{1440, 900};

bool save(const QImage& picture, const QString& path)
{
    QFile file(path);
    if (picture.isNull() || !file.open(QIODevice::WriteOnly))
        return false;
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    return picture.save(&file, "PNG");
}

} // namespace

void Application::prepare()
{
    keepHeapCompact();
    QCoreApplication::setApplicationName(u"nocturne"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(NOCTURNE_VERSION));
    QGuiApplication::setApplicationDisplayName(u"Nocturne"_s);
    QGuiApplication::setDesktopFileName(u"io.github.nocturne_monitor.Nocturne"_s);
    QQuickWindow::setTextRenderType(QQuickWindow::NativeTextRendering);
}

Application::Application(const Services& services, AppOptions options)
    : m_options(std::move(options))
    , m_session(services, m_options.settingsPath.isEmpty() ? Settings::defaultPath() : m_options.settingsPath)
{
    QFont font(fonts().sans);
    font.setPixelSize(13);
    QGuiApplication::setFont(font);
    if (!m_options.theme.isEmpty())
        m_session.settings()->overrideTheme(m_options.theme);
    if (!m_options.language.isEmpty())
        m_session.settings()->overrideLanguage(m_options.language == u"system"_s ? QString() : m_options.language);
    m_language = m_session.settings()->language();
    m_languages.use(m_language);
    m_session.retranslate();
    if (!m_options.dashboard.isEmpty())
        m_session.workspace()->setDashboardId(m_options.dashboard);
    if (!m_options.range.isEmpty() && !m_session.workspace()->startWithRange(m_options.range))
        m_rangeError = m_session.workspace()->timeRange()->error();
    m_session.setPage(m_options.page.isEmpty() && !m_options.dashboard.isEmpty() ? u"dashboards"_s : m_options.page);
    m_session.setKiosk(m_options.kiosk);
    m_engine.setNetworkAccessManagerFactory(&m_network);
    connect(m_session.settings(), &Settings::changed, this, &Application::followSettings);
    connect(&m_session, &Session::quitRequested, qApp, &QCoreApplication::quit, Qt::QueuedConnection);
}

Application::~Application() = default;

Result<void> Application::show()
{
    m_engine.addImportPath(u"qrc:/qt/qml"_s);
    m_engine.setInitialProperties({{u"session"_s, QVariant::fromValue(&m_session)}});
    m_engine.load(QUrl(u"qrc:/qt/qml/Nocturne/Pages/Main.qml"_s));
    if (!m_engine.rootObjects().isEmpty())
        m_window = qobject_cast<QQuickWindow*>(m_engine.rootObjects().constFirst());
    if (m_window == nullptr)
        return fail(Error::Kind::Internal, "the interface could not be loaded");

    placeWindow();
    m_kiosk = std::make_unique<Kiosk>(*m_window, m_options.width == 0);
    const auto follow = [this] { m_session.isKiosk() ? m_kiosk->enter() : m_kiosk->leave(); };
    connect(&m_session, &Session::kioskChanged, m_kiosk.get(), follow);
    connect(m_kiosk.get(), &Kiosk::leaveRequested, &m_session, [this] { m_session.setKiosk(false); });
    connect(&m_session, &Session::raiseRequested, this, &Application::raise);
    m_window->installEventFilter(this);
    m_window->show();
    follow();
    return {};
}

void Application::startDesktop()
{
    const bool onlyPictures = !m_options.screenshot.isEmpty() || !m_options.pictures.isEmpty();
    if (!onlyPictures) // which are no reason to disturb anybody
        m_session.desktop()->start(QDBusConnection::sessionBus(), m_session.services().noteDesktop);
}

void Application::raise()
{
    if (m_window->visibility() == QWindow::Minimized)
        m_window->showNormal();
    m_window->show();
    m_window->raise();
    m_window->requestActivate();
}

/// Closing the window hides it where a person wants that, and the tray shows the way back.
bool Application::eventFilter(QObject* watched, QEvent* event)
{
    auto* desktop = m_session.desktop();
    if (watched == m_window && event->type() == QEvent::Close && desktop->settings()->closeToTray() &&
        desktop->isTrayShown()) {
        event->ignore();
        m_window->hide();
        return true;
    }
    return QObject::eventFilter(watched, event);
}

/// What only the session can tell of the command line.
Result<void> Application::checkOptions()
{
    if (!m_rangeError.isEmpty())
        return fail(Error::Kind::InvalidInput, "--range: " + m_rangeError.toStdString());
    const auto* library = m_session.workspace()->library();
    if (!m_options.dashboard.isEmpty() && library->find(m_options.dashboard) == nullptr)
        return fail(Error::Kind::InvalidInput, "--dashboard: there is no dashboard \"" +
                                                   printable(m_options.dashboard.toStdString(), 80) + "\"; known are " +
                                                   library->ids().join(u", "_s).toStdString());
    return {};
}

int Application::run()
{
    if (const auto checked = checkOptions(); !checked) {
        std::fprintf(stderr, "nocturne: %s\n", checked.error().text().c_str());
        return 2;
    }
    if (auto shown = show(); !shown) {
        std::fprintf(stderr, "nocturne: %s\n", shown.error().text().c_str());
        return 1;
    }
    startDesktop();
    const int afterMs = static_cast<int>(m_options.afterSeconds * 1000);
    if (!m_options.screenshot.isEmpty())
        QTimer::singleShot(afterMs, this, &Application::takeScreenshot);
    if (!m_options.pictures.isEmpty()) {
        auto* tour = new PictureTour(m_session, *m_window, m_options.pictures, this);
        QTimer::singleShot(afterMs, tour, &PictureTour::start);
    }
    if (m_options.measureStalls) {
        // The first frames compile and load; what is measured is the life after them.
        QTimer::singleShot(kWarmUpMs, this, [this] { m_stalls = std::make_unique<StallMeter>(); });
    }
    const int code = QCoreApplication::exec();
    if (m_stalls)
        std::printf("%s\n", m_stalls->report().c_str());
    return code;
}

void Application::followSettings()
{
    const QString wanted = m_session.settings()->language();
    if (wanted == m_language)
        return;
    m_language = wanted;
    m_languages.use(wanted);
    m_session.retranslate();
    m_engine.retranslate();
}

void Application::placeWindow()
{
    const auto screens = QGuiApplication::screens();
    if (m_options.screen >= 0 && m_options.screen < screens.size())
        m_window->setScreen(screens.at(m_options.screen));
    const QRect room = m_window->screen()->availableGeometry();
    // A picture may be larger than the screen it is taken on; a window for people is not.
    const bool exact = m_options.width > 0;
    const QSize size = exact ? QSize(m_options.width, m_options.height) : kComfortable.boundedTo(room.size());
    m_window->resize(size);
    if (!exact)
        m_window->setPosition(room.center() - QPoint(size.width() / 2, size.height() / 2));
}

void Application::takeScreenshot()
{
    const bool saved = save(m_window->grabWindow(), m_options.screenshot);
    if (!saved)
        std::fprintf(stderr, "nocturne: cannot write %s\n", qPrintable(m_options.screenshot));
    QCoreApplication::exit(saved ? 0 : 1);
}

int run(const Services& services, const AppOptions& options)
{
    Application application(services, options);
    return application.run();
}

} // namespace nocturne::ui
