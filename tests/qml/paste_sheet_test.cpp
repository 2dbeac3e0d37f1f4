// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Anything is pasted into the window, and the right thing opens; what was found at an address is added by one key.
#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QMimeData>
#include <QStandardPaths>
#include <QWebSocket>
#include <QWebSocketServer>

#include <algorithm>

#include "base/secrets/memory_secrets.h"
#include "service/config/read_configuration.h"
#include "shown.h"
#include "support/fault_server.h"
#include "support/faults.h"

using namespace Qt::StringLiterals;
using namespace nocturne;
using namespace nocturne::ui;
using nocturne::tests::itemsOf;
using nocturne::tests::Shown;

namespace {

/// A desk over a folder of its own.
struct Desk
{
    bool isReadOnly = false;
    QTemporaryDir folder = {};
    PosixIo io = {};
    secrets::MemorySecrets keychain = {};
    config::Configuration configuration = {};
    collector::SourceDesk desk{io,
                               {path().toStdString(), {}, isReadOnly},
                               {[this] { return configuration; },
                                [this]() -> secrets::SecretStore& { return keychain; },
                                [this]() -> Result<void> {
                                    configuration = config::loadConfiguration(path().toStdString())->configuration;
                                    return {};
                                },
                                [] { return 0; }}};

    QString path() const { return folder.filePath(u"nocturne.yml"_s); }
    QByteArray text() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
};

bool isShown(const Shown& shown, const QString& text)
{
    return std::ranges::any_of(itemsOf(shown.window()), [&](QQuickItem* item) {
        return item->inherits("QQuickText") && item->isVisible() && item->property("text").toString().contains(text);
    });
}

QQuickItem* named(const Shown& shown, const QString& name)
{
    for (QQuickItem* item : itemsOf(shown.window())) {
        const auto* accessible = QAccessible::queryAccessibleInterface(item);
        if (item->isVisible() && accessible != nullptr && accessible->text(QAccessible::Name) == name)
            return item;
    }
    return nullptr;
}

QQuickItem* switchNamed(const Shown& shown, const QString& name)
{
    for (QQuickItem* item : itemsOf(shown.window())) {
        const auto* accessible = QAccessible::queryAccessibleInterface(item);
        if (item->inherits("QQuickSwitch") && item->isVisible() && accessible != nullptr &&
            accessible->text(QAccessible::Name) == name)
            return item;
    }
    return nullptr;
}

/// Whether the button of that name is there and waits for Return.
bool isReady(const Shown& shown, const QString& name)
{
    auto* button = named(shown, name);
    return button != nullptr && button->hasActiveFocus();
}

void pasteInto(const Shown& shown, const QString& text)
{
    QGuiApplication::clipboard()->setText(text);
    QTest::keyClick(shown.window(), Qt::Key_V, Qt::ControlModifier);
}

/// What a file manager or a browser does.
void dropOnto(const Shown& shown, QMimeData& data)
{
    const QPoint middle(shown.window()->width() / 2, shown.window()->height() / 2);
    QDragEnterEvent enter(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(shown.window(), &enter);
    QDropEvent drop(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(shown.window(), &drop);
    QVERIFY(drop.isAccepted());
}

void writeFile(const QString& path, const QByteArray& text)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

/// Says one message to everybody who comes.
struct Talker
{
    QWebSocketServer server{u"talker"_s, QWebSocketServer::NonSecureMode};

    Talker()
    {
        server.listen(QHostAddress::LocalHost);
        QObject::connect(&server, &QWebSocketServer::newConnection, &server, [this] {
            auto* socket = server.nextPendingConnection();
            socket->setParent(&server);
            socket->sendTextMessage(u"{\"room\": \"cellar\", \"celsius\": 7.5}"_s);
        });
    }
    QString url() const { return u"ws://127.0.0.1:%1/feed"_s.arg(server.serverPort()); }
};

const QByteArray kPrometheusYml = "global: {scrape_interval: 5s}\nrule_files: [r.yml]\nscrape_configs:\n"
                                  "  - job_name: node\n    static_configs: [{targets: [\"127.0.0.1:1\"]}]\n"
                                  "  - job_name: shop\n    static_configs: [{targets: [\"127.0.0.1:2\"]}]\n"
                                  "  - job_name: cluster\n    kubernetes_sd_configs: [{role: node}]\n";

const std::vector<std::string> kText = {"Content-Type: text/plain; version=0.0.4"};

} // namespace

class PasteSheetTest : public QObject
{
    Q_OBJECT

private slots:
    void anExpressionOpensInExplore()
    {
        Shown shown;
        shown.start();
        pasteInto(shown, u"sum(up)"_s);
        QTRY_VERIFY(isShown(shown, u"This is a PromQL expression"_s));
        QTRY_VERIFY(isReady(shown, u"Open in Explore"_s));

        shown.press(Qt::Key_Return);

        QTRY_COMPARE(shown.session().page(), u"explore"_s);
        QCOMPARE(shown.session().workspace()->explore()->text(), u"sum(up)"_s);
    }

    void metricsAreShownWithTheirFaults()
    {
        Shown shown;
        shown.start();
        pasteInto(shown, u"# HELP room_celsius <img src='http://nowhere.invalid/x'>\n# TYPE room_celsius gauge\n"
                         "room_celsius 21\nbad{ 1\n"_s);

        QTRY_VERIFY(isShown(shown, u"room_celsius"_s));
        QTRY_VERIFY(isShown(shown, u"1 metric, 1 sample, 1 fault"_s));
        QTRY_VERIFY(isShown(shown, u"line 4, column 6"_s));
        QTRY_VERIFY(isShown(shown, u"<img src="_s)); // as it is
    }

    void theIdOfATraceIsSearchedInTheLogs()
    {
        Shown shown;
        shown.start();
        pasteInto(shown, u"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"_s);
        QTRY_VERIFY(isReady(shown, u"Search the logs for it"_s));

        shown.press(Qt::Key_Return);

        QTRY_COMPARE(shown.session().page(), u"logs"_s);
        QCOMPARE(shown.session().logs()->text(), u"4bf92f3577b34da6a3ce929d0e0e4736"_s);
    }

    void anAddressIsAskedAndAdded()
    {
        const test::FaultServer server(test::faults::respond(200, kText, "up 1\nload 2\n"));
        Desk desk;
        Shown shown;
        shown.sourceDesk = &desk.desk;
        shown.start();
        pasteInto(shown, QString::fromStdString(server.url("/metrics")));
        QTRY_VERIFY(isShown(shown, u"Found: metrics, 2 series"_s));
        QTRY_VERIFY(isShown(shown, u"job_name"_s));

        QTRY_VERIFY(isReady(shown, u"Scrape these metrics"_s));
        shown.press(Qt::Key_Return);

        QTRY_COMPARE(shown.session().page(), u"targets"_s);
        QVERIFY2(desk.text().contains(QByteArray::number(server.port())), desk.text().constData());
    }

    void whatIsNotThereSaysWhy()
    {
        const test::RefusedPort port;
        Shown shown;
        shown.start();
        pasteInto(shown, QString::fromStdString(port.url("/metrics")));

        QTRY_VERIFY(isShown(shown, u"Nothing that Nocturne knows is there"_s));
        QTRY_VERIFY(isShown(shown, u"refused"_s));
        QTRY_VERIFY(isShown(shown, u"no answer"_s));
        QVERIFY(shown.session().paste()->actionText().isEmpty());
    }

    void whereNothingCanBeWrittenTheLinesAreToBeCopied()
    {
        const test::FaultServer server(test::faults::respond(200, kText, "up 1\n"));
        Shown shown;
        shown.start();
        pasteInto(shown, QString::fromStdString(server.url("/metrics")));
        QTRY_VERIFY(isShown(shown, u"by hand"_s));

        shown.session().paste()->copySnippet();

        QVERIFY(QGuiApplication::clipboard()->text().contains(u"scrape_configs:"_s));
        QVERIFY(shown.session().paste()->actionText().isEmpty());
    }

    void whereTheFileMayNotBeWrittenTheLinesAreToBeCopied()
    {
        const test::FaultServer server(test::faults::respond(200, kText, "up 1\n"));
        Desk desk{.isReadOnly = true};
        Shown shown;
        shown.sourceDesk = &desk.desk;
        shown.start();
        pasteInto(shown, QString::fromStdString(server.url("/metrics")));

        QTRY_VERIFY(isShown(shown, u"by hand"_s));
        QVERIFY(isShown(shown, u"nothing is gathered"_s)); // why
        QVERIFY(isShown(shown, u"job_name"_s));
        QVERIFY(named(shown, u"Copy the lines"_s) != nullptr);
        QVERIFY(named(shown, u"Scrape these metrics"_s) == nullptr);
    }

    void aSecretInTheAddressIsNotWrittenDown()
    {
        const test::FaultServer server(test::faults::respond(200, kText, "up 1\n"));
        Desk desk;
        Shown shown;
        shown.sourceDesk = &desk.desk;
        shown.start();
        pasteInto(shown, QString::fromStdString(server.url("/metrics?token=canary")));

        QTRY_VERIFY(isShown(shown, u"the address holds a secret"_s));
        QVERIFY(!isShown(shown, u"canary"_s));
        QVERIFY(shown.session().paste()->actionText().isEmpty());
        QVERIFY(desk.text().isEmpty());
    }

    void aTextIsDropped()
    {
        Shown shown;
        shown.start();
        QMimeData data;
        data.setText(u"sum(rate(http_requests_total[5m]))"_s);

        dropOnto(shown, data);

        QTRY_VERIFY(isReady(shown, u"Open in Explore"_s));
        QVERIFY(isShown(shown, u"sum(rate(http_requests_total[5m]))"_s));
    }

    void aFileIsDropped()
    {
        Shown shown;
        shown.start();
        const auto path = shown.folder.filePath(u"metrics.txt"_s);
        writeFile(path, "# TYPE room_celsius gauge\nroom_celsius 21\n");
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});

        dropOnto(shown, data);

        QTRY_VERIFY(isShown(shown, u"1 metric, 1 sample"_s));
    }

    void aFileThatIsNotThereSaysSo()
    {
        Shown shown;
        shown.start();
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(shown.folder.filePath(u"gone.txt"_s))});

        dropOnto(shown, data);

        QTRY_VERIFY(isShown(shown, u"This file cannot be read"_s));
    }

    void aDashboardIsSavedAndOpened()
    {
        Shown shown;
        const auto folder = shown.folder.filePath(u"dashboards"_s);
        shown.start();
        shown.session().workspace()->library()->setFolder(folder);
        pasteInto(shown, u"{\"format\": 1, \"id\": \"my-rooms\", \"title\": \"My rooms\", \"panels\": [{"
                         "\"kind\": \"stat\", \"title\": \"Up\", \"grid\": {\"x\": 0, \"y\": 0, \"w\": 6, \"h\": 4}, "
                         "\"targets\": [{\"expr\": \"up\"}]}]}"_s);
        QTRY_VERIFY(isReady(shown, u"Save and open"_s));

        shown.press(Qt::Key_Return);

        QTRY_COMPARE(shown.session().page(), u"dashboards"_s);
        QCOMPARE(shown.session().workspace()->dashboardId(), u"my-rooms"_s);
        QVERIFY(QFile::exists(folder + u"/my-rooms.json"_s));
        QTRY_VERIFY(isShown(shown, u"My rooms"_s));
    }

    void jobsOfAPrometheusAreTakenOver()
    {
        Desk desk;
        Shown shown;
        shown.sourceDesk = &desk.desk;
        shown.start();
        pasteInto(shown, QString::fromUtf8(kPrometheusYml));
        QTRY_VERIFY(isReady(shown, u"Take over 2 jobs"_s));
        QVERIFY(isShown(shown, u"kubernetes_sd_configs is not there"_s));
        QVERIFY(isShown(shown, u"is not taken over"_s)); // rule_files

        auto* shop = switchNamed(shown, u"shop"_s);
        QVERIFY(shop != nullptr);
        shop->forceActiveFocus(Qt::TabFocusReason);
        shown.press(Qt::Key_Space);
        QTRY_VERIFY(named(shown, u"Take over 1 job"_s) != nullptr);
        shown.session().paste()->accept();

        QTRY_COMPARE(shown.session().page(), u"targets"_s);
        QVERIFY(desk.desk.hasJob("node"));
        QVERIFY(!desk.desk.hasJob("shop"));
        QVERIFY2(desk.text().contains("scrape_interval: 5s"), desk.text().constData());
        pasteInto(shown, QString::fromUtf8(kPrometheusYml));
        QTRY_VERIFY(isShown(shown, u"There is a job of this name already"_s));
    }

    void whatAnAlertmanagerReadsIsExplainedAlone()
    {
        Desk desk;
        Shown shown;
        shown.sourceDesk = &desk.desk;
        shown.start();
        pasteInto(shown, u"route: {receiver: night}\nreceivers:\n  - name: night\n"_s);

        QTRY_VERIFY(isShown(shown, u"nothing of it is taken over"_s));
        QVERIFY(shown.session().paste()->actionText().isEmpty());
    }

    void aStreamIsMappedAndAdded()
    {
        const Talker talker;
        Desk desk;
        Shown shown;
        shown.sourceDesk = &desk.desk;
        shown.start();
        pasteInto(shown, talker.url());
        QTRY_VERIFY_WITH_TIMEOUT(isReady(shown, u"Map its messages"_s), 15'000);

        shown.press(Qt::Key_Return);
        QTRY_VERIFY(isShown(shown, u"room_temperature_celsius{room=\"cellar\"} 7.5"_s)); // of the message that came
        QCOMPARE(shown.session().streamDraft()->address(), talker.url());
        QTRY_VERIFY(shown.session().streamDraft()->isAddable());
        auto* add = named(shown, u"Add this stream"_s);
        QVERIFY(add != nullptr);
        add->forceActiveFocus(Qt::TabFocusReason);
        shown.press(Qt::Key_Space);

        QTRY_COMPARE(shown.session().page(), u"targets"_s);
        QCOMPARE(desk.configuration.streams.size(), std::size_t(1));
        QCOMPARE(QString::fromStdString(desk.configuration.streams.front().url), talker.url());
        QTRY_VERIFY(!isShown(shown, u"Add this stream"_s));
        QVERIFY(shown.session().streamDraft()->address().isEmpty());
    }

    void aFieldKeepsWhatIsPastedIntoIt()
    {
        Shown shown;
        shown.start({.page = u"targets"_s});
        shown.visit(u"targets"_s);
        auto* filter = named(shown, u"Filter by name, job or address"_s);
        QVERIFY(filter != nullptr);
        filter->forceActiveFocus(Qt::TabFocusReason);

        pasteInto(shown, u"db1"_s);

        QTRY_COMPARE(shown.session().sources()->text(), u"db1"_s);
        QVERIFY(!shown.session().paste()->hasText());
    }

    void aWallTakesNothing()
    {
        Shown shown;
        shown.start();
        shown.session().setKiosk(true);

        pasteInto(shown, u"sum(up)"_s);
        shown.session().run(u"source:add"_s);

        QTest::qWait(50);
        QVERIFY(!shown.session().paste()->hasText());
        QVERIFY(!isShown(shown, u"Look at it"_s));
    }

    void whatWasPastedIsForgottenWithTheSheet()
    {
        Shown shown;
        shown.start();
        pasteInto(shown, u"curl -u bob:s3cret http://127.0.0.1:1/"_s);
        QTRY_VERIFY(shown.session().paste()->hasText());

        shown.press(Qt::Key_Escape);

        QTRY_VERIFY(!shown.session().paste()->hasText());
        QVERIFY(!isShown(shown, u"s3cret"_s));
    }

    void whatIsFoundOnThisComputerIsOffered()
    {
        const test::FaultServer one(test::faults::respond(200, kText, "up 1\n"));
        const test::FaultServer other(test::faults::respond(200, kText, "up 1\n"));
        Desk desk;
        Shown shown;
        shown.sourceDesk = &desk.desk;
        shown.start();
        auto* offer = shown.session().localOffer();
        probe::ScanOptions scan;
        scan.ports = {one.port(), other.port()};
        offer->setScan(scan);

        shown.session().lookAroundAtFirst();
        QTRY_VERIFY(isShown(shown, u"Found on this computer"_s));
        QCOMPARE(offer->rowCount(), 2);
        QVERIFY(desk.text().isEmpty()); // nothing by itself
        offer->add(0);
        QTRY_COMPARE(offer->rowCount(), 1);
        QVERIFY(desk.text().contains(QByteArray::number(one.port())));
        offer->settle();
        QTRY_VERIFY(!isShown(shown, u"Found on this computer"_s));

        QCOMPARE(shown.session().settings()->settledPlaces(), QStringList{QString::fromStdString(other.url("/"))});
        shown.session().lookAroundAtFirst(); // there is a configuration by now
        QVERIFY(!offer->isLooking());
    }
};

int main(int argc, char** argv)
{
    QStandardPaths::setTestModeEnabled(true);
    ui::Application::prepare();
    QApplication application(argc, argv);
    PasteSheetTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "paste_sheet_test.moc"
