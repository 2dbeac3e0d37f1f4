// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/secrets/keychain_secrets.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>

#include <QCoreApplication>
#include <QThread>
#include <qt6keychain/keychain.h>

#include "base/core/text.h"

namespace nocturne::secrets {

namespace {

const QString kService = QStringLiteral("nocturne");

/// Where jobs of QtKeychain run. QtKeychain keeps one queue a process, which lives on the thread of the first job and
/// stands still for ever when that ends: so this one thread serves all, as long as the program.
class JobThread
{
public:
    static JobThread& instance()
    {
        static JobThread thread;
        return thread;
    }
    template <typename Work>
    void post(Work work)
    {
        QMetaObject::invokeMethod(&m_home, std::move(work), Qt::QueuedConnection);
    }

private:
    JobThread()
    {
        m_thread.setObjectName(QStringLiteral("keychain"));
        m_home.moveToThread(&m_thread);
        m_thread.start();
    }
    ~JobThread()
    {
        m_thread.quit();
        m_thread.wait();
    }

    QThread m_thread;
    QObject m_home;
};

/// How a job ended.
struct Outcome
{
    QKeychain::Error error = QKeychain::NoError;
    QString detail;
    SecretString text;
};

/// What the caller and the job share; a job that ends after its caller has gone finds nobody, and that is fine.
struct Desk
{
    std::mutex mutex;
    std::condition_variable done;
    std::optional<Outcome> outcome;
};

/// The secret, of which QtKeychain's copy is overwritten: by way of its bytes, which a QString would be one more copy
/// of.
SecretString takeText(const QKeychain::ReadPasswordJob& job)
{
    const auto bytes = job.binaryData();
    SecretString text(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
    wipeBytes(const_cast<char*>(bytes.constData()), static_cast<std::size_t>(bytes.size())); // NOLINT: shared with it
    return text;
}
SecretString takeText(const QKeychain::Job& /*job*/) { return {}; }

/// Runs a job on the keychain's thread and waits; nothing when it does not end in time. A job given up is left alone:
/// it may be waiting for a person, and QtKeychain has no way to call it back.
template <typename Job, typename Prepare>
std::optional<Outcome> run(const std::string& name, std::chrono::milliseconds patience, Prepare prepare)
{
    const auto desk = std::make_shared<Desk>();
    JobThread::instance().post([desk, name, prepare = std::move(prepare)] {
        auto* job = new Job(kService); // NOLINT: deletes itself once it has finished
        job->setInsecureFallback(false);
        job->setKey(QString::fromStdString(name));
        prepare(*job);
        QObject::connect(job, &QKeychain::Job::finished, job, [desk, job] {
            const std::lock_guard lock(desk->mutex);
            desk->outcome = Outcome{job->error(), job->errorString(), takeText(*job)};
            desk->done.notify_all();
        });
        job->start();
    });
    std::unique_lock lock(desk->mutex);
    desk->done.wait_for(lock, patience, [&] { return desk->outcome.has_value(); });
    return desk->outcome;
}

/// What is wrong and what helps, or nothing where all is well.
Result<void> judge(const std::optional<Outcome>& outcome, const std::string& name)
{
    const auto quoted = '"' + printable(name, 100) + '"';
    const std::string elsewhere = ", or write env:NAME or a key that ends in _file instead";
    if (!outcome) {
        return fail(Error::Kind::Timeout, "the keychain does not answer when asked for " + quoted +
                                              ": unlock it and start again" + elsewhere);
    }
    switch (outcome->error) {
    case QKeychain::NoError:
        return {};
    case QKeychain::EntryNotFound:
        return fail(Error::Kind::NotFound,
                    "the keychain has no secret " + quoted +
                        ": store it with secret-tool store --label=Nocturne server nocturne user NAME type plaintext");
    case QKeychain::AccessDeniedByUser:
    case QKeychain::AccessDenied:
    case QKeychain::CouldNotDeleteEntry:
        return fail(Error::Kind::Unavailable,
                    "the keychain gives no access to " + quoted + ": unlock it and start again" + elsewhere);
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
    case QKeychain::OtherError:
        break;
    }
    const auto detail = printable(outcome->detail.toStdString());
    return fail(Error::Kind::Unavailable, "no keychain can be asked for " + quoted +
                                              (detail.empty() ? "" : " (" + detail + ")") +
                                              ": start gnome-keyring, KWallet or KeePassXC" + elsewhere);
}

} // namespace

Result<SecretString> KeychainSecrets::read(const std::string& name)
{
    const auto outcome = run<QKeychain::ReadPasswordJob>(name, m_patience, [](const auto& /*job*/) {});
    if (auto judged = judge(outcome, name); !judged)
        return tl::unexpected(judged.error());
    return outcome->text;
}

Result<void> KeychainSecrets::write(const std::string& name, const std::string& secret)
{
    const auto text = QString::fromStdString(secret);
    return judge(run<QKeychain::WritePasswordJob>(name, m_patience, [text](auto& job) { job.setTextData(text); }),
                 name);
}

Result<void> KeychainSecrets::remove(const std::string& name)
{
    return judge(run<QKeychain::DeletePasswordJob>(name, m_patience, [](const auto& /*job*/) {}), name);
}

} // namespace nocturne::secrets
