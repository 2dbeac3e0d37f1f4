// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controllers/paste_desk.h"

#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QMimeData>
#include <QPointer>

#include <algorithm>

#include "base/core/io_files.h"
#include "service/paste/recognise.h"
#include "service/probe/url_probe.h"
#include "ui/models/outside_text.h"
#include "watch/dashboards/dashboard_reader.h"

using namespace Qt::StringLiterals;

namespace nocturne::ui {

namespace {

constexpr qint64 kMostBytes = qint64{1} << 20;

Result<QString> saveDashboard(const std::string& text, const std::string& folder)
{
    const auto dashboard = dashboards::readDashboard(text);
    if (!dashboard)
        return tl::unexpected(dashboard.error());
    if (!QDir().mkpath(QString::fromStdString(folder)))
        return fail(Error::Kind::Unavailable, "the folder \"" + folder + "\" cannot be made");
    const auto path = folder + '/' + dashboard->id + ".json";
    if (QFile::exists(QString::fromStdString(path)))
        return fail(Error::Kind::InvalidInput, "there is a dashboard \"" + dashboard->id + "\" already: change its id");
    PosixIo io;
    const auto written = writeWhole(io, path, [&](OutputFile& file) {
        return file.write(std::as_bytes(std::span(text))).and_then([&] { return file.sync(); });
    });
    if (!written)
        return tl::unexpected(written.error());
    return QString::fromStdString(dashboard->id);
}

} // namespace

PasteDesk::PasteDesk(collector::SourceDesk* desk, panels::Workspace& workspace, QObject* parent)
    : QAbstractListModel(parent)
    , m_desk(desk)
    , m_workspace(workspace)
{
    m_pool.setMaxThreadCount(2); // one may still end what nobody waits for
}

PasteDesk::~PasteDesk()
{
    m_stop.request_stop();
    m_pool.waitForDone();
}

int PasteDesk::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

QVariant PasteDesk::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const auto& line = m_lines[static_cast<std::size_t>(index.row())];
    switch (role) {
    case StatusRole:
        return static_cast<int>(line.status);
    case TitleRole:
        return line.title;
    case NoteRole:
        return line.note;
    case DetailRole:
        return line.detail;
    case ChoosableRole:
        return line.job >= 0;
    case ChosenRole:
        return isChosen(line);
    default:
        return {};
    }
}

QHash<int, QByteArray> PasteDesk::roleNames() const
{
    return {{StatusRole, "status"}, {TitleRole, "title"},         {NoteRole, "note"},
            {DetailRole, "detail"}, {ChoosableRole, "choosable"}, {ChosenRole, "chosen"}};
}

const paste::Reading* PasteDesk::reading() const
{
    if (!m_recognition || m_reading < 0 || m_reading >= static_cast<int>(m_recognition->readings.size()))
        return nullptr;
    return &m_recognition->readings[static_cast<std::size_t>(m_reading)];
}

const probe::Finding* PasteDesk::finding() const
{
    if (!m_report || m_finding < 0 || m_finding >= static_cast<int>(m_report->findings.size()))
        return nullptr;
    return &m_report->findings[static_cast<std::size_t>(m_finding)];
}

bool PasteDesk::isAddress() const { return reading() != nullptr && reading()->request.has_value(); }

int PasteDesk::status() const
{
    if (isBusy() || !m_recognition)
        return static_cast<int>(Status::Waiting);
    if (reading() == nullptr)
        return static_cast<int>(Status::Unknown);
    if (isAddress())
        return static_cast<int>(finding() != nullptr ? Status::Ok : Status::Error);
    return static_cast<int>(reading()->faultCount > 0 ? Status::Warning : Status::Ok);
}

QString PasteDesk::headline() const
{
    if (!m_recognition)
        return m_isReading ? tr("Reading") : QString();
    if (m_recognition->unusable)
        return tr("This cannot be looked at");
    if (reading() == nullptr)
        return tr("Not recognised");
    if (!isAddress())
        return tr("This is %1").arg(PasteWords::kind(reading()->kind));
    if (m_isAsking)
        return tr("Asking what is there");
    return finding() != nullptr ? tr("Found: %1").arg(PasteWords::finding(*finding()))
                                : tr("Nothing that Nocturne knows is there");
}

QString PasteDesk::subject() const { return reading() == nullptr ? QString() : PasteWords::summary(*reading()); }

QString PasteDesk::detail() const
{
    if (!m_recognition)
        return {};
    if (m_recognition->unusable)
        return outsideProse(m_recognition->unusable->message, 300);
    if (reading() == nullptr)
        return tr("An address, a curl line, metrics, rules, a dashboard, PromQL, log lines and the id of a trace are "
                  "known.");
    if (!isAddress())
        return PasteWords::advice(*reading());
    if (finding() == nullptr)
        return m_report ? outsideProse(m_report->failure, 600) : QString();
    return m_isWatched ? tr("It is watched already.") : PasteWords::addAdvice(*finding());
}

QStringList PasteDesk::readings() const
{
    QStringList names;
    for (const auto& one : m_recognition ? m_recognition->readings : std::vector<paste::Reading>())
        names.append(PasteWords::kind(one.kind));
    return names;
}

QStringList PasteDesk::findings() const
{
    QStringList names;
    for (const auto& one : m_report ? m_report->findings : std::vector<probe::Finding>())
        names.append(PasteWords::finding(one));
    return names;
}

QString PasteDesk::actionText() const
{
    if (m_isReading || m_isAsking || reading() == nullptr)
        return {};
    if (isAddress())
        return m_entry && !m_isWatched && m_desk != nullptr && m_snippetNote.isEmpty()
                   ? PasteWords::addAction(*finding())
                   : QString();
    if (reading()->kind == paste::Kind::PrometheusConfig)
        return chosenCount() > 0 && m_desk != nullptr && m_snippetNote.isEmpty()
                   ? tr("Take over %n job(s)", nullptr, chosenCount())
                   : QString();
    if (reading()->kind == paste::Kind::RuleFile && m_desk == nullptr)
        return {};
    if (reading()->kind == paste::Kind::Dashboard && m_workspace.library()->folder().isEmpty())
        return {};
    return PasteWords::action(*reading());
}

void PasteDesk::openEmpty()
{
    look({});
    emit showRequested();
}

bool PasteDesk::pasteClipboard()
{
    const auto* mime = QGuiApplication::clipboard()->mimeData();
    if (mime == nullptr || !mime->hasText() || mime->text().trimmed().isEmpty())
        return false;
    open(mime->text());
    return true;
}

void PasteDesk::open(const QString& text)
{
    look(text);
    emit showRequested();
}

void PasteDesk::openUrl(const QUrl& url)
{
    if (!url.isLocalFile())
        return open(url.toString(QUrl::FullyEncoded));
    QFile file(url.toLocalFile());
    if (!file.open(QIODevice::ReadOnly) || file.isSequential()) {
        open({});
        m_error = tr("This file cannot be read: %1").arg(outsideText(file.errorString(), 200));
        emit changed();
        return;
    }
    open(QString::fromUtf8(file.read(kMostBytes + 1)));
}

void PasteDesk::look(const QString& text)
{
    leave();
    m_text = text;
    m_error.clear();
    if (text.trimmed().isEmpty()) {
        emit changed();
        return;
    }
    begin();
}

void PasteDesk::leave()
{
    ++m_turn;
    m_stop.request_stop();
    m_stop = {};
    m_isReading = m_isAsking = m_isWorking = m_isWatched = false;
    m_recognition.reset();
    m_report.reset();
    m_entry.reset();
    m_reading = m_finding = 0;
    m_snippet.clear();
    m_snippetNote.clear();
    m_chosen.clear();
    m_text.clear(); // it may hold a secret
    setLines({});
    emit changed();
}

void PasteDesk::begin()
{
    m_isReading = true;
    emit changed();
    const paste::RecogniseOptions options{.parser = m_workspace.data()->parserOptions()};
    m_pool.start([self = QPointer(this), turn = m_turn, text = m_text.toStdString(), options] {
        auto read = paste::recognise(text, options);
        panels::DataContext::post([self, turn, read = std::move(read)]() mutable {
            if (self && self->m_turn == turn)
                self->take(std::move(read));
        });
    });
}

void PasteDesk::take(paste::Recognition recognition)
{
    m_isReading = false;
    m_recognition = std::move(recognition);
    m_reading = 0;
    showReading();
}

void PasteDesk::setReadingIndex(int index)
{
    if (index == m_reading || index < 0 || index >= readings().size())
        return;
    m_reading = index;
    m_stop.request_stop();
    m_stop = {};
    m_isAsking = false;
    m_report.reset();
    m_entry.reset();
    m_snippet.clear();
    m_snippetNote.clear();
    m_error.clear();
    m_chosen.clear();
    showReading();
}

void PasteDesk::showReading()
{
    setLines(reading() == nullptr ? PasteWords::lines(m_recognition->refusals) : PasteWords::lines(*reading()));
    if (isAddress())
        ask();
    offerJobs();
    emit changed();
}

void PasteDesk::ask()
{
    m_isAsking = true;
    m_pool.start([self = QPointer(this), turn = m_turn, index = m_reading, request = *reading()->request,
                  stop = m_stop.get_token()] {
        const auto isCurrent = [self, turn, index] { return self && self->m_turn == turn && self->m_reading == index; };
        auto report = probe::probeUrl(request, {}, stop, [&](const probe::Try& attempt) {
            panels::DataContext::post([self, isCurrent, attempt] {
                if (isCurrent())
                    self->addTry(attempt);
            });
        });
        panels::DataContext::post([self, isCurrent, report = std::move(report)]() mutable {
            if (isCurrent())
                self->takeReport(std::move(report));
        });
    });
}

void PasteDesk::addTry(const probe::Try& attempt)
{
    beginInsertRows({}, rowCount(), rowCount());
    m_lines.push_back(PasteWords::line(attempt));
    endInsertRows();
}

void PasteDesk::takeReport(probe::Report report)
{
    m_isAsking = false;
    m_report = std::move(report);
    m_finding = 0;
    chooseFinding();
}

void PasteDesk::setFindingIndex(int index)
{
    if (index == m_finding || index < 0 || index >= findings().size())
        return;
    m_finding = index;
    m_error.clear();
    chooseFinding();
}

/// What adding the chosen finding would write. Reads values alone, so it does not wait.
void PasteDesk::chooseFinding()
{
    m_entry.reset();
    m_snippet.clear();
    m_snippetNote.clear();
    m_isWatched = false;
    if (const auto* chosen = finding(); chosen != nullptr) {
        const auto& request = *reading()->request;
        auto entry = m_desk != nullptr ? m_desk->entryFor(*chosen, request) : probe::entryFor(*chosen, request, {});
        m_isWatched = m_desk != nullptr && m_desk->isWatched(*chosen);
        if (!entry) {
            m_snippetNote = outsideProse(entry.error().message, 300);
        } else if (!m_isWatched) {
            m_snippet = QString::fromStdString(paste::asDocument(entry->item));
            for (const auto& part : entry->leftOut)
                m_snippet += u"# "_s + tr("not taken over: %1").arg(outsideProse(part, 200)) + u'\n';
            const auto why = m_desk != nullptr ? m_desk->obstacle() : std::string();
            if (m_desk == nullptr || !why.empty())
                m_snippetNote = byHand(why);
            m_entry = std::move(*entry);
        }
    }
    emit changed();
}

/// Chooses all jobs that are not there yet.
void PasteDesk::offerJobs()
{
    if (reading() == nullptr)
        return;
    m_chosen.assign(reading()->jobs.size(), false);
    for (auto& line : m_lines) {
        if (line.job < 0)
            continue;
        const auto job = static_cast<std::size_t>(line.job);
        if (m_desk == nullptr || !m_desk->hasJob(reading()->jobs[job].name)) {
            m_chosen[job] = true;
            continue;
        }
        line.job = -1;
        line.status = Status::Off;
        line.detail = tr("There is a job of this name already.");
    }
    if (!m_chosen.empty())
        emit dataChanged(index(0), index(rowCount() - 1));
    showJobs();
}

/// What taking over the chosen jobs would write.
void PasteDesk::showJobs()
{
    if (m_chosen.empty())
        return;
    m_snippet.clear();
    m_snippetNote.clear();
    for (const auto& entry : chosenJobs()) {
        const auto lines = QString::fromStdString(paste::asDocument(entry.item));
        m_snippet += m_snippet.isEmpty() ? lines : lines.mid(lines.indexOf(u'\n') + 1);
    }
    const auto why = m_desk != nullptr ? m_desk->obstacle() : std::string();
    if (!m_snippet.isEmpty() && (m_desk == nullptr || !why.empty()))
        m_snippetNote = byHand(why);
}

QString PasteDesk::byHand(const std::string& why)
{
    return tr("Add these lines to nocturne.yml by hand: it cannot be written from here. %1")
        .arg(outsideProse(why, 300))
        .trimmed();
}

bool PasteDesk::isChosen(const PasteLine& line) const
{
    return line.job >= 0 && static_cast<std::size_t>(line.job) < m_chosen.size() &&
           m_chosen[static_cast<std::size_t>(line.job)];
}

std::vector<probe::SourceEntry> PasteDesk::chosenJobs() const
{
    std::vector<probe::SourceEntry> entries;
    for (std::size_t i = 0; i < m_chosen.size(); ++i) {
        const auto& job = reading()->jobs[i];
        if (m_chosen[i])
            entries.push_back({job.name, job.item, job.secrets, {}});
    }
    return entries;
}

int PasteDesk::jobCount() const
{
    return static_cast<int>(std::ranges::count_if(m_lines, [](const PasteLine& line) { return line.job >= 0; }));
}

int PasteDesk::chosenCount() const { return static_cast<int>(std::ranges::count(m_chosen, true)); }

void PasteDesk::choose(int row, bool chosen)
{
    if (row < 0 || row >= rowCount() || isBusy() || m_lines[static_cast<std::size_t>(row)].job < 0)
        return;
    m_chosen[static_cast<std::size_t>(m_lines[static_cast<std::size_t>(row)].job)] = chosen;
    emit dataChanged(index(row), index(row), {ChosenRole});
    showJobs();
    emit changed();
}

void PasteDesk::chooseAll(bool chosen)
{
    for (int row = 0; row < rowCount(); ++row)
        choose(row, chosen);
}

bool PasteDesk::isMappable() const { return !isBusy() && finding() != nullptr && PasteWords::canBeMapped(*finding()); }

void PasteDesk::mapMessages()
{
    if (!isMappable())
        return;
    const auto chosen = *finding();
    const auto request = *reading()->request;
    emit done({}); // one sheet goes before the other comes, so that the keyboard is the other's
    emit mappingRequested(chosen, request);
}

void PasteDesk::accept()
{
    if (isBusy() || actionText().isEmpty())
        return;
    if (isAddress())
        return addSource();
    const auto subject = QString::fromStdString(reading()->subject);
    switch (reading()->kind) {
    case paste::Kind::PromQl:
        m_workspace.explore()->setText(subject);
        m_workspace.explore()->run();
        emit pageRequested(u"explore"_s);
        return emit done({});
    case paste::Kind::TraceId:
        emit logSearchRequested(subject);
        emit pageRequested(u"logs"_s);
        return emit done({});
    case paste::Kind::RuleFile:
        return addRules();
    case paste::Kind::Dashboard:
        return addDashboard();
    case paste::Kind::PrometheusConfig:
        return addJobs();
    default:
        return;
    }
}

void PasteDesk::addSource()
{
    const auto name = QString::fromStdString(m_entry->name);
    work(
        [desk = m_desk, entry = *m_entry]() -> Result<QString> {
            return desk->add(entry).map([&] { return QString::fromStdString(entry.name); });
        },
        [this](const QString& added) {
            emit sourceRequested(added);
            emit pageRequested(u"targets"_s);
            emit done(tr("%1 is watched from now on").arg(outsideText(added, 100)));
        });
}

void PasteDesk::addJobs()
{
    const auto entries = chosenJobs();
    work([desk = m_desk, entries]() -> Result<QString> { return desk->add(entries).map([] { return QString(); }); },
         [this, count = static_cast<int>(entries.size())](const QString&) {
             emit sourceRequested({});
             emit pageRequested(u"targets"_s);
             emit done(tr("%n job(s) are watched from now on", nullptr, count));
         });
}

void PasteDesk::addRules()
{
    const auto title = reading()->rows.empty() ? std::string("pasted") : reading()->rows.front().title;
    work(
        [desk = m_desk, text = m_text.toStdString(), title]() -> Result<QString> {
            return desk->addRules(text, title).map([](const std::string& path) {
                return QString::fromStdString(path);
            });
        },
        [this](const QString& path) { emit done(tr("The rules are in %1").arg(outsideText(path, 200))); });
}

void PasteDesk::addDashboard()
{
    work([text = m_text.toStdString(),
          folder = m_workspace.library()->folder().toStdString()] { return saveDashboard(text, folder); },
         [this](const QString& id) {
             const auto folder = m_workspace.library()->folder();
             m_workspace.library()->setFolder({}); // a folder that was not there is not looked at by itself
             m_workspace.library()->setFolder(folder);
             m_workspace.setDashboardId(id);
             emit pageRequested(u"dashboards"_s);
             emit done({});
         });
}

void PasteDesk::work(std::function<Result<QString>()> job, std::function<void(const QString&)> finished)
{
    m_isWorking = true;
    m_error.clear();
    emit changed();
    m_pool.start([self = QPointer(this), turn = m_turn, job = std::move(job), finished = std::move(finished)] {
        auto result = job();
        panels::DataContext::post([self, turn, result = std::move(result), finished] {
            if (!self)
                return;
            self->m_isWorking = false;
            if (result)
                finished(*result);
            else if (self->m_turn == turn)
                self->m_error = outsideProse(result.error().text(), 600);
            emit self->changed();
        });
    });
}

void PasteDesk::copySnippet() { QGuiApplication::clipboard()->setText(m_snippet); }

void PasteDesk::setLines(std::vector<PasteLine> lines)
{
    beginResetModel();
    m_lines = std::move(lines);
    endResetModel();
}

void PasteDesk::retranslate()
{
    if (reading() != nullptr && !isAddress()) {
        setLines(PasteWords::lines(*reading()));
        offerJobs();
    }
    emit changed();
}

} // namespace nocturne::ui
