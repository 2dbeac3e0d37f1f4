// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace nocturne::ui {

/// Brings "something changed" from any thread to the GUI thread, at most four times a second; what is urgent at most
/// twenty times a second.
///
/// Owned by a model. A listener handed out may outlive the feed: it then does nothing.
class ChangeFeed : public QObject
{
    Q_OBJECT

public:
    explicit ChangeFeed(QObject* parent = nullptr, std::chrono::milliseconds pace = std::chrono::milliseconds(250));
    ~ChangeFeed() override;

    /// What to subscribe with; may be called on any thread.
    std::function<void()> listener() const;
    /// The same for what people wait to see.
    std::function<void()> urgentListener() const;
    /// Says now what waits to be said.
    void flush() { release(); }

signals:
    /// On the thread of the feed.
    void changed();

private:
    struct Gate;

    void arrive();
    void hurry();
    void release();

    std::shared_ptr<Gate> m_gate;
    QTimer m_pause;
    const std::chrono::milliseconds m_pace;
    QElapsedTimer m_sinceRelease;
    bool m_waiting = false;
};

} // namespace nocturne::ui
