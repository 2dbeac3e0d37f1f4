// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QObject>
#include <QStringList>
#include <QThread>

namespace nocturne::ui {

/// Plays one of Nocturne's own sounds. GUI thread; no call waits.
class SoundPlayer : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    /// `sound` is one of soundNames(), `volume` 0 to 1.
    virtual void play(const QString& sound, double volume) = 0;

signals:
    /// It was played, or not: then `fault` says why.
    void finished(const QString& fault);
};

/// "alarm", "bell", "chime", "tick": files of resources/sounds.
QStringList soundNames();

/// Plays through libcanberra: PulseAudio, PipeWire or ALSA, whatever there is. Works on a thread of its own, since a
/// sound server may keep one waiting.
class CanberraPlayer final : public SoundPlayer
{
    Q_OBJECT

public:
    explicit CanberraPlayer(QObject* parent = nullptr);
    ~CanberraPlayer() override;

    void play(const QString& sound, double volume) override;

private:
    class Worker;
    QThread m_thread;
    Worker* m_worker = nullptr; // lives on the thread, made with the first sound
};

} // namespace nocturne::ui
