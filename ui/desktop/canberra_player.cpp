// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <canberra.h>

#include <cmath>

#include <QFile>
#include <QTemporaryDir>
#include <QtEndian>

#include "ui/desktop/sound_player.h"

using namespace Qt::StringLiterals;

namespace nocturne::ui {

namespace {

constexpr qsizetype kHeaderBytes = 44; // of the WAV files that resources/sounds/make_sounds writes

/// The file with 16-bit samples made quieter; not every sound system has a volume of its own for one sound.
QByteArray scaled(QByteArray wav, double volume)
{
    // Loudness is felt as a power of the amplitude: half way up the slider sounds half as loud.
    const double factor = std::pow(volume, 1.66);
    for (qsizetype at = kHeaderBytes; at + 1 < wav.size(); at += 2) {
        auto* sample = wav.data() + at;
        qToLittleEndian(static_cast<qint16>(std::lround(qFromLittleEndian<qint16>(sample) * factor)), sample);
    }
    return wav;
}

} // namespace

QStringList soundNames() { return {u"alarm"_s, u"bell"_s, u"chime"_s, u"tick"_s}; }

class CanberraPlayer::Worker : public QObject
{
public:
    ~Worker() override
    {
        if (m_context != nullptr)
            ca_context_destroy(m_context);
    }

    /// Why it could not be played; empty where it is.
    QString play(const QString& sound, double volume)
    {
        const auto path = fileOf(sound, volume);
        if (path.isEmpty())
            return u"the sound cannot be written to a temporary file"_s;
        if (m_context == nullptr) {
            if (const int failed = ca_context_create(&m_context); failed != CA_SUCCESS)
                return wordsOf(failed);
            ca_context_change_props(m_context, CA_PROP_APPLICATION_NAME, "Nocturne", CA_PROP_APPLICATION_ID,
                                    "io.github.nocturne_monitor.Nocturne", nullptr);
        }
        const int failed = ca_context_play(m_context, 1, CA_PROP_MEDIA_FILENAME, path.toLocal8Bit().constData(),
                                           CA_PROP_MEDIA_ROLE, "event", CA_PROP_EVENT_DESCRIPTION, "Alert",
                                           CA_PROP_CANBERRA_CACHE_CONTROL, "never", nullptr);
        if (failed != CA_SUCCESS) { // a sound server that comes back wants a new connection
            ca_context_destroy(m_context);
            m_context = nullptr;
        }
        return failed == CA_SUCCESS ? QString() : wordsOf(failed);
    }

private:
    static QString wordsOf(int failed) { return QString::fromUtf8(ca_strerror(failed)); }

    QString fileOf(const QString& sound, double volume)
    {
        const auto path = m_folder.filePath(sound + u'-' + QString::number(std::lround(volume * 100)) + u".wav"_s);
        if (QFile::exists(path))
            return path;
        QFile source(u":/nocturne/sounds/"_s + sound + u".wav"_s);
        QFile copy(path);
        if (!m_folder.isValid() || !source.open(QIODevice::ReadOnly) || !copy.open(QIODevice::WriteOnly))
            return {};
        const auto wav = scaled(source.readAll(), volume);
        return copy.write(wav) == wav.size() && copy.flush() ? path : QString();
    }

    ca_context* m_context = nullptr;
    QTemporaryDir m_folder; // for its owner alone
};

CanberraPlayer::CanberraPlayer(QObject* parent)
    : SoundPlayer(parent)
{
    m_thread.setObjectName(u"sounds"_s);
}

CanberraPlayer::~CanberraPlayer()
{
    m_thread.quit();
    m_thread.wait();
}

void CanberraPlayer::play(const QString& sound, double volume)
{
    if (m_worker == nullptr) {
        m_worker = new Worker; // NOLINT: ends with its thread
        m_worker->moveToThread(&m_thread);
        connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
        m_thread.start();
    }
    QMetaObject::invokeMethod(m_worker, [this, worker = m_worker, sound, volume] {
        const auto fault = worker->play(sound, volume);
        QMetaObject::invokeMethod(
            this, [this, fault] { emit finished(fault); }, Qt::QueuedConnection);
    });
}

} // namespace nocturne::ui
