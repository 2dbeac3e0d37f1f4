// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QStringList>
#include <QtQml/qqmlregistration.h>
#include <stop_token>

#include "ui/panels/data_context.h"
#include "ui/panels/label_place.h"
#include "ui/panels/panel_words.h"

namespace nocturne::panels {

/// The expression a person explores: checked as it is typed, run on demand, remembered for the session.
class ExploreQuery : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(nocturne::panels::DataContext* context READ context WRITE setContext NOTIFY contextChanged)
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY textChanged)
    Q_PROPERTY(bool instant READ isInstant WRITE setInstant NOTIFY instantChanged)
    /// Who is asked: a name of DataContext::sources; empty for this Nocturne.
    Q_PROPERTY(QString source READ source WRITE setSource NOTIFY sourceChanged)
    /// "this Nocturne", then the remote engines.
    Q_PROPERTY(QStringList sourceChoices READ sourceChoices NOTIFY sourcesChanged)
    Q_PROPERTY(int sourceIndex READ sourceIndex WRITE setSourceIndex NOTIFY sourceChanged)
    Q_PROPERTY(QString error READ error NOTIFY textChanged)       ///< with the cure, empty while the text is fine
    Q_PROPERTY(int errorStart READ errorStart NOTIFY textChanged) ///< in characters, -1 for none
    Q_PROPERTY(int errorLength READ errorLength NOTIFY textChanged)
    Q_PROPERTY(nocturne::panels::PanelSpec panel READ panel NOTIFY panelChanged) ///< of what was run last
    Q_PROPERTY(bool hasRun READ hasRun NOTIFY panelChanged)
    Q_PROPERTY(QStringList history READ history NOTIFY historyChanged) ///< newest first
    Q_PROPERTY(QStringList completions READ completions NOTIFY completionsChanged)

public:
    using QObject::QObject;
    ~ExploreQuery() override;

    DataContext* context() const { return m_context; }
    void setContext(DataContext* context);
    QString text() const { return m_text; }
    void setText(const QString& text);
    bool isInstant() const { return m_instant; }
    void setInstant(bool instant);
    QString source() const { return m_source; }
    void setSource(const QString& source);
    QStringList sourceChoices() const;
    int sourceIndex() const;
    void setSourceIndex(int index);
    QString error() const { return m_error; }
    int errorStart() const { return m_errorStart; }
    int errorLength() const { return m_errorLength; }
    PanelSpec panel() const { return m_panel; }
    bool hasRun() const { return !m_history.isEmpty(); }
    QStringList history() const { return m_history; }
    QStringList completions() const { return m_completions; }

    /// Shows the text's answer; does nothing while it is wrong or empty.
    Q_INVOKABLE void run();
    /// Fills `completions` with names that go on from the word before `cursor`: labels within braces and behind `by (`
    /// and its kin, values of a label within its quotes, else metrics and functions. Values are asked of the source and
    /// come later; they are kept for a minute.
    Q_INVOKABLE void complete(int cursor);
    /// The text with the word before `cursor` replaced, and where the cursor is then.
    Q_INVOKABLE QString completed(int cursor, const QString& name) const;
    Q_INVOKABLE int cursorAfter(int cursor, const QString& name) const;

signals:
    void contextChanged();
    void textChanged();
    void instantChanged();
    void sourceChanged();
    void sourcesChanged();
    void panelChanged();
    void historyChanged();
    void completionsChanged();

private:
    void check();
    void makePanel(const QString& expression);
    void loadNames();
    bool wantsLabel(int start) const;
    int wordStart(int cursor) const;
    void show(QStringList found);
    QStringList namesFor(int start, const QString& word) const;
    QStringList valuesFor(const LabelPlace& place, const QString& typed);
    void askValues(const QString& key, const LabelPlace& place);
    QString written(int cursor, const QString& name) const;

    QPointer<DataContext> m_context;
    QString m_text;
    bool m_instant = false;
    QString m_source;
    QString m_error;
    int m_errorStart = -1;
    int m_errorLength = 0;
    PanelSpec m_panel;
    QStringList m_history;
    QStringList m_metrics;
    QStringList m_labels;
    QStringList m_completions;
    std::stop_source m_stop;
    struct Values
    {
        QStringList values;
        Clock::Monotonic until;
    };
    QHash<QString, Values> m_values; ///< of labels, by label and metric
    QString m_askedKey;              ///< of the values under way
    int m_cursor = 0;                ///< where was completed last
    std::stop_source m_valueStop;
};

} // namespace nocturne::panels
