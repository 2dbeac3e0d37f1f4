// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QThreadPool>
#include <QtQml/qqmlregistration.h>
#include <optional>

#include "service/collector/source_desk.h"

namespace nocturne::ui {

/// A stream in the making: its address, and the mapping that was tried out, until both are in the configuration.
/// Files are written on a thread of its own. GUI thread.
class StreamDraft : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the session")
    Q_PROPERTY(QString address READ address WRITE setAddress NOTIFY changed)   ///< ws:// or wss://
    Q_PROPERTY(bool socketIo READ isSocketIo WRITE setSocketIo NOTIFY changed) ///< else a bare WebSocket
    Q_PROPERTY(QString sample READ sample NOTIFY changed)                      ///< a message that came; may be empty
    Q_PROPERTY(QString mapping READ mapping WRITE setMapping NOTIFY changed)   ///< empty while it has errors
    Q_PROPERTY(QString snippet READ snippet NOTIFY changed)                    ///< lines for nocturne.yml
    Q_PROPERTY(QString note READ note NOTIFY changed) ///< what is missing, or why the lines are to be copied
    Q_PROPERTY(bool addable READ isAddable NOTIFY changed)
    Q_PROPERTY(bool busy READ isBusy NOTIFY changed)
    Q_PROPERTY(QString error READ error NOTIFY changed) ///< of adding

public:
    static constexpr int kLongestMapping = 64 * 1024;

    /// `desk` may be null: then lines are shown to be copied. It outlives this.
    explicit StreamDraft(collector::SourceDesk* desk, QObject* parent = nullptr);
    /// Waits for what is under way.
    ~StreamDraft() override;

    QString address() const;
    void setAddress(const QString& address);
    bool isSocketIo() const { return m_finding.service == probe::Service::SocketIo; }
    void setSocketIo(bool isSocketIo);
    QString sample() const { return m_sample; }
    QString mapping() const { return m_mapping; }
    void setMapping(const QString& mapping);
    QString snippet() const { return m_snippet; }
    QString note() const { return m_note; }
    bool isAddable() const { return m_entry.has_value() && m_note.isEmpty() && !m_isBusy; }
    bool isBusy() const { return m_isBusy; }
    QString error() const { return m_error; }

    /// Opens the sheet for what was found at an address, to be asked as `request` was.
    void open(const probe::Finding& finding, const paste::WebRequest& request);
    /// Opens the sheet without an address.
    Q_INVOKABLE void openEmpty();
    Q_INVOKABLE void add();
    /// The sheet was closed: what was pasted is forgotten.
    Q_INVOKABLE void leave();
    Q_INVOKABLE void copySnippet();

signals:
    void changed();
    void showRequested();
    /// The stream is in the configuration, by this name.
    void added(const QString& name);

private:
    void work();
    void decide();
    bool hasAddress() const;

    collector::SourceDesk* m_desk;
    probe::Finding m_finding{.service = probe::Service::JsonStream};
    paste::WebRequest m_request;
    QString m_sample;
    QString m_mapping;
    std::optional<probe::SourceEntry> m_entry;
    QString m_snippet;
    QString m_note;
    QString m_error;
    bool m_isBusy = false;
    QThreadPool m_pool;
};

} // namespace nocturne::ui
