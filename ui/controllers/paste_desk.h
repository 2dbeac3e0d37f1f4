// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QStringList>
#include <QThreadPool>
#include <QUrl>
#include <QtQml/qqmlregistration.h>
#include <optional>
#include <stop_token>
#include <vector>

#include "service/collector/source_desk.h"
#include "service/paste/reading.h"
#include "service/probe/probe_report.h"
#include "ui/controllers/paste_words.h"
#include "ui/panels/workspace.h"

namespace nocturne::ui {

/// A text that was pasted, dropped or typed: what it is, what was found at the address it names, and the one thing to
/// do with it. The rows are what there is to see of it: questions and answers, metrics, rules, log lines, faults.
///
/// Texts are read and servers are asked on threads of its own. GUI thread.
class PasteDesk : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the session")
    Q_PROPERTY(QString text READ text NOTIFY changed)
    Q_PROPERTY(bool hasText READ hasText NOTIFY changed)
    Q_PROPERTY(bool busy READ isBusy NOTIFY changed)     ///< reading or asking
    Q_PROPERTY(bool asking READ isAsking NOTIFY changed) ///< an address is looked at
    Q_PROPERTY(int status READ status NOTIFY changed)    ///< of what was found, a Status
    Q_PROPERTY(QString headline READ headline NOTIFY changed)
    Q_PROPERTY(QString subject READ subject NOTIFY changed) ///< the address, the expression, or counts
    Q_PROPERTY(QString detail READ detail NOTIFY changed)
    /// Ways to understand the text, the likeliest first; more than one where there is doubt.
    Q_PROPERTY(QStringList readings READ readings NOTIFY changed)
    Q_PROPERTY(int readingIndex READ readingIndex WRITE setReadingIndex NOTIFY changed)
    /// What was found at the address, most worth adding first.
    Q_PROPERTY(QStringList findings READ findings NOTIFY changed)
    Q_PROPERTY(int findingIndex READ findingIndex WRITE setFindingIndex NOTIFY changed)
    Q_PROPERTY(QString actionText READ actionText NOTIFY changed) ///< empty where there is nothing to do
    Q_PROPERTY(bool mappable READ isMappable NOTIFY changed)      ///< a mapping makes metrics of what it says
    /// Jobs of a configuration of Prometheus that can be taken over, and those that were chosen of them.
    Q_PROPERTY(int jobCount READ jobCount NOTIFY changed)
    Q_PROPERTY(int chosenCount READ chosenCount NOTIFY changed)
    Q_PROPERTY(QString snippet READ snippet NOTIFY changed) ///< lines for nocturne.yml; empty where there are none
    Q_PROPERTY(QString snippetNote READ snippetNote NOTIFY changed) ///< where they go, or why they are to be copied
    Q_PROPERTY(QString error READ error NOTIFY changed)             ///< of the action

public:
    enum Role { StatusRole = Qt::UserRole, TitleRole, NoteRole, DetailRole, ChoosableRole, ChosenRole };

    /// `desk` may be null: then nothing can be added, and lines are shown to be copied. Both outlive this.
    PasteDesk(collector::SourceDesk* desk, panels::Workspace& workspace, QObject* parent = nullptr);
    /// Ends what is under way and waits for that.
    ~PasteDesk() override;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    QString text() const { return m_text; }
    bool hasText() const { return !m_text.isEmpty(); }
    bool isBusy() const { return m_isReading || m_isAsking || m_isWorking; }
    bool isAsking() const { return m_isAsking; }
    int status() const;
    QString headline() const;
    QString subject() const;
    QString detail() const;
    QStringList readings() const;
    int readingIndex() const { return m_reading; }
    void setReadingIndex(int index);
    QStringList findings() const;
    int findingIndex() const { return m_finding; }
    void setFindingIndex(int index);
    QString actionText() const;
    bool isMappable() const;
    int jobCount() const;
    int chosenCount() const;
    QString snippet() const { return m_snippet; }
    QString snippetNote() const { return m_snippetNote; }
    QString error() const { return m_error; }

    /// Opens the sheet with nothing in it, to type or paste into.
    Q_INVOKABLE void openEmpty();
    /// Opens the sheet with what is in the clipboard; returns false, and does nothing, where that is no text.
    Q_INVOKABLE bool pasteClipboard();
    /// Opens the sheet with `text`.
    Q_INVOKABLE void open(const QString& text);
    /// The same with the content of a local file of at most 1 MiB, or the address itself.
    Q_INVOKABLE void openUrl(const QUrl& url);
    /// Looks at another text, in the sheet that is open.
    Q_INVOKABLE void look(const QString& text);
    /// Whether the job in that row is to be taken over.
    Q_INVOKABLE void choose(int row, bool chosen);
    Q_INVOKABLE void chooseAll(bool chosen);
    /// Goes on to try a mapping on what was found.
    Q_INVOKABLE void mapMessages();
    /// Does what actionText says.
    Q_INVOKABLE void accept();
    /// Ends what is under way: the sheet was closed.
    Q_INVOKABLE void leave();
    Q_INVOKABLE void copySnippet();
    void retranslate();

signals:
    void changed();
    void showRequested();
    /// What was asked for is done: the sheet may close. The sentence tells what.
    void done(const QString& sentence);
    /// A page is to be shown: "explore", "logs", "targets", "dashboards".
    void pageRequested(const QString& page);
    /// The logs are to be searched for this text.
    void logSearchRequested(const QString& text);
    void mappingRequested(const nocturne::probe::Finding& finding, const nocturne::paste::WebRequest& request);
    /// The sources are to be narrowed to this name.
    void sourceRequested(const QString& name);

private:
    const paste::Reading* reading() const;
    const probe::Finding* finding() const;
    bool isAddress() const;
    void begin();
    void take(paste::Recognition recognition);
    void showReading();
    void ask();
    void addTry(const probe::Try& attempt);
    void takeReport(probe::Report report);
    void chooseFinding();
    static QString byHand(const std::string& why);
    void offerJobs();
    void showJobs();
    bool isChosen(const PasteLine& line) const;
    std::vector<probe::SourceEntry> chosenJobs() const;
    void addJobs();
    void addSource();
    void addRules();
    void addDashboard();
    void work(std::function<Result<QString>()> job, std::function<void(const QString&)> finished);
    void setLines(std::vector<PasteLine> lines);

    collector::SourceDesk* m_desk;
    panels::Workspace& m_workspace;
    QString m_text;
    std::optional<paste::Recognition> m_recognition;
    int m_reading = 0;
    std::optional<probe::Report> m_report;
    int m_finding = 0;
    std::optional<probe::SourceEntry> m_entry;
    std::vector<PasteLine> m_lines;
    std::vector<bool> m_chosen; ///< by job
    QString m_snippet;
    QString m_snippetNote;
    QString m_error;
    bool m_isReading = false;
    bool m_isAsking = false;
    bool m_isWorking = false;
    bool m_isWatched = false;
    QThreadPool m_pool;
    std::stop_source m_stop; ///< of what is under way for the text on show
    int m_turn = 0;          ///< counts texts: answers of an earlier one are dropped
};

} // namespace nocturne::ui
