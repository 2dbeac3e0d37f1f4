// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// nocturnectl alerts: the board of a running Nocturne.
#include <algorithm>

#include <pwd.h>
#include <unistd.h>

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QUrl>

#include "base/core/duration.h"
#include "base/core/text.h"
#include "cli/board_client.h"
#include "cli/command.h"
#include "cli/table.h"

using namespace Qt::StringLiterals;

namespace nocturne::cli {

namespace {

/// A command's parser and what it asks, or the outcome that ends it before.
class Asking
{
public:
    explicit Asking(const Invocation& invocation)
        : m_invocation(invocation)
    {
        BoardClient::addOptions(parser);
    }
    /// Reads the arguments. False: the outcome is in `outcome`.
    bool begin()
    {
        outcome = Outcome::Usage;
        if (!parseArguments(parser, m_invocation))
            return false;
        auto made = BoardClient::of(parser);
        if (!made) {
            usageError(made.error().message);
            return false;
        }
        m_client.emplace(std::move(*made));
        outcome = Outcome::Ok;
        return true;
    }
    const BoardClient& client() const { return *m_client; }
    bool has(const QString& name) const { return parser.isSet(name); }
    QString value(const QString& name) const { return parser.value(name); }

    QCommandLineParser parser;
    Outcome outcome = Outcome::Ok;

private:
    const Invocation& m_invocation;
    std::optional<BoardClient> m_client;
};

Outcome failed(const Error& error)
{
    printError(error.message);
    return Outcome::Findings;
}

void addOption(QCommandLineParser& parser, const QString& name, const QString& help, const QString& value)
{
    parser.addOption({name, help, value});
}

void addOwnerOptions(QCommandLineParser& parser)
{
    addOption(parser, u"owner"_s, u"Who does it; else the name of the user."_s, u"NAME"_s);
    addOption(parser, u"comment"_s, u"What is known or done about it."_s, u"TEXT"_s);
}

void addEndOptions(QCommandLineParser& parser)
{
    addOption(parser, u"for"_s, u"For so long, as in 1h30m."_s, u"D"_s);
    addOption(parser, u"until"_s, u"Seconds since 1970, or RFC 3339."_s, u"T"_s);
}

QString ownerOf(const Asking& asking)
{
    for (const auto& name : {asking.value(u"owner"_s), qEnvironmentVariable("USER"), qEnvironmentVariable("LOGNAME")}) {
        if (!name.trimmed().isEmpty())
            return name.trimmed();
    }
    const passwd* user = ::getpwuid(::geteuid()); // NOLINT(concurrency-mt-unsafe): one thread
    return user != nullptr ? QString::fromLocal8Bit(user->pw_name) : u"nocturnectl"_s;
}

/// The end that `--for` or `--until` name, as a moment, so that asking twice is asking once; 0 where neither is given.
Result<Timestamp> endOf(const Asking& asking)
{
    if (asking.has(u"for"_s) && asking.has(u"until"_s))
        return fail(Error::Kind::InvalidInput, "give --for or --until, not both");
    if (asking.has(u"until"_s)) {
        const auto time = timeOf(asking.value(u"until"_s));
        if (!time)
            return fail(Error::Kind::InvalidInput, "--until is seconds since 1970, or RFC 3339");
        return *time;
    }
    if (!asking.has(u"for"_s))
        return 0;
    const auto span = parseDuration(asking.value(u"for"_s).toStdString());
    if (!span || span->count() <= 0)
        return fail(Error::Kind::InvalidInput, "--for is a duration above zero, such as 1h30m");
    return SystemClock().now() + span->count();
}

/// Arguments that hold a matcher are one filter; others are ids of alerts, or their beginnings.
struct Subjects
{
    QStringList ids;
    QString filter;
};

Subjects subjectsOf(const QStringList& arguments)
{
    Subjects subjects;
    QStringList matchers;
    for (const auto& argument : arguments) {
        if (argument.contains(u'=') || argument.contains(u'~'))
            matchers << argument;
        else
            subjects.ids << argument;
    }
    subjects.filter = matchers.join(u',');
    return subjects;
}

QString filterQuery(const QStringList& arguments)
{
    QString query;
    for (const auto& argument : arguments)
        query += u"&filter="_s + QString::fromLatin1(QUrl::toPercentEncoding(argument));
    return query;
}

/// Beginnings of ids as whole ones. Fails with NotFound for one that nothing begins with, InvalidInput for one that
/// several do.
Result<QJsonArray> wholeIds(const BoardClient& client, const QStringList& beginnings)
{
    const auto listed = client.get(u"/api/v1/nocturne/alerts?state=all"_s);
    if (!listed)
        return tl::unexpected(listed.error());
    QStringList known;
    const auto alerts = listed->value("alerts"_L1).toArray();
    for (const auto& alert : alerts)
        known << alert.toObject().value("id"_L1).toString();
    QJsonArray whole;
    for (const auto& beginning : beginnings) {
        if (known.contains(beginning)) {
            whole.append(beginning);
            continue;
        }
        const auto found = known.filter(QRegularExpression(u'^' + QRegularExpression::escape(beginning)));
        if (found.size() != 1)
            return fail(found.isEmpty() ? Error::Kind::NotFound : Error::Kind::InvalidInput,
                        (found.isEmpty() ? "no alert has an id that begins with \""
                                         : "several alerts have ids that begin with \"") +
                            printable(beginning.toStdString(), 100) + '"');
        whole.append(found.front());
    }
    return whole;
}

void printJson(const QJsonObject& object) { print(QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString()); }

QString timeText(const QJsonValue& value)
{
    const auto time = QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
    return time.isValid() ? time.toLocalTime().toString(u"yyyy-MM-dd HH:mm:ss"_s) : QString();
}

/// "silenced by ann until 2026-01-02 03:04:05", "inhibited by RouterDown"
QString muteText(const QJsonObject& mute)
{
    const auto by = mute.value("by"_L1).toString();
    const auto who = shown(mute.value(by == "inhibition"_L1 ? "text"_L1 : "who"_L1), 40);
    const auto until = timeText(mute.value("until"_L1));
    QString text = by == "silence"_L1           ? u"silenced"_s
                   : by == "inhibition"_L1      ? u"inhibited"_s
                   : by == "acknowledgement"_L1 ? u"acknowledged elsewhere"_s
                                                : u"in "_s + shown(by, 40);
    if (!who.isEmpty())
        text += (by == "downtime"_L1 ? u" of "_s : u" by "_s) + who;
    return until.isEmpty() ? text : text + u" until "_s + until;
}

/// "acknowledged by ann until 2026-01-02 03:04:05, put off by bob until 2026-01-02 05:00:00"
QString handlingOf(const QJsonObject& alert)
{
    QStringList parts;
    if (const auto ack = alert.value("acknowledgement"_L1).toObject(); !ack.isEmpty()) {
        const auto until = timeText(ack.value("until"_L1));
        parts << u"acknowledged by "_s + shown(ack.value("owner"_L1), 40) +
                     (until.isEmpty() ? QString() : u" until "_s + until);
    }
    const auto mutes = alert.value("mutedBy"_L1).toArray();
    for (const auto& mute : mutes)
        parts << muteText(mute.toObject());
    const auto snoozes = alert.value("snoozes"_L1).toArray();
    for (const auto& snooze : snoozes)
        parts << u"put off by "_s + shown(snooze.toObject().value("by"_L1), 40) + u" until "_s +
                     timeText(snooze.toObject().value("until"_L1));
    if (!alert.value("unverifiedSince"_L1).isNull())
        parts << u"unverified"_s;
    return parts.join(u", "_s);
}

QString labelsText(const QJsonObject& labels)
{
    QStringList parts;
    for (auto label = labels.begin(); label != labels.end(); ++label) {
        if (label.key() != "alertname"_L1 && label.key() != "severity"_L1)
            parts << shown(label.key(), 60) + u'=' + shown(label.value(), 80);
    }
    return parts.join(u' ');
}

void printAlerts(const QJsonArray& alerts, bool isHistory)
{
    QList<QStringList> rows{{u"ID"_s, u"STATE"_s, u"SEVERITY"_s, u"SINCE"_s, u"ALERT"_s,
                             isHistory ? u"ENDED"_s : u"HANDLING"_s, u"LABELS"_s}};
    for (const auto& value : alerts) {
        const auto alert = value.toObject();
        rows << QStringList{shown(alert.value("id"_L1), 60),
                            alert.value("state"_L1).toString(),
                            alert.value("severity"_L1).toString(),
                            timeText(alert.value("activeAt"_L1)),
                            shown(alert.value("name"_L1), 60),
                            isHistory ? timeText(alert.value("resolvedAt"_L1)) : handlingOf(alert),
                            labelsText(alert.value("labels"_L1).toObject())};
    }
    printTable(rows);
}

/// Prints what was asked for; there is a finding when nothing matched what was narrowed down.
Outcome show(const Asking& asking, const Result<QJsonObject>& data, bool isHistory, bool isNarrowed)
{
    if (!data)
        return failed(data.error());
    const auto alerts = data->value("alerts"_L1).toArray();
    if (wantsJson(asking.parser))
        printJson(*data);
    else if (alerts.isEmpty())
        printError("no alert");
    else
        printAlerts(alerts, isHistory);
    if (isHistory && !wantsJson(asking.parser) && !data->value("next"_L1).toString().isEmpty())
        printError("there is more: --after " + data->value("next"_L1).toString().toStdString());
    return alerts.isEmpty() && isNarrowed ? Outcome::Findings : Outcome::Ok;
}

Outcome tell(const Asking& asking, const Result<QJsonObject>& data, const QString& done)
{
    if (!data)
        return failed(data.error());
    if (wantsJson(asking.parser)) {
        printJson(*data);
        return Outcome::Ok;
    }
    const auto changed = data->value("changed"_L1).toInt();
    const auto alerts = data->value("alerts"_L1).toArray();
    for (const auto& alert : alerts)
        print((shown(alert.toObject().value("id"_L1), 60) + u' ' + shown(alert.toObject().value("name"_L1), 100))
                  .toStdString());
    print(changed == 0 ? std::string("nothing changed: it was so already")
                       : std::to_string(changed) + ' ' + done.toStdString());
    return Outcome::Ok;
}

/// Reads who, why and which alerts, lets `more` add to the body, and posts it.
template <typename More>
Outcome doVerb(Asking& asking, const QString& verb, const QString& done, const More& more)
{
    const auto subjects = subjectsOf(asking.parser.positionalArguments());
    if (subjects.ids.isEmpty() == subjects.filter.isEmpty())
        return usageError("say which alerts: their ids, or matchers as in alertname=DiskFull instance=~\"db.*\"");
    QJsonObject body{{u"owner"_s, ownerOf(asking)}};
    if (asking.has(u"comment"_s))
        body.insert(u"comment"_s, asking.value(u"comment"_s));
    if (const auto wrong = more(body))
        return usageError(wrong->message);
    if (!subjects.filter.isEmpty()) {
        body.insert(u"filter"_s, subjects.filter);
    } else {
        const auto ids = wholeIds(asking.client(), subjects.ids);
        if (!ids)
            return failed(ids.error());
        body.insert(u"ids"_s, *ids);
    }
    return tell(asking, asking.client().post(u"/api/v1/nocturne/alerts/"_s + verb, body), done);
}

void insertEnd(QJsonObject& body, Timestamp end)
{
    if (end != 0)
        body.insert(u"until"_s, static_cast<double>(end) / 1000);
}

} // namespace

Outcome runAlertsList(const Invocation& invocation)
{
    Asking asking(invocation);
    addOption(asking.parser, u"state"_s,
              u"all, open, acknowledged, muted, firing, pending or resolved; else pending and firing."_s, u"STATE"_s);
    if (!asking.begin())
        return asking.outcome;
    const auto arguments = asking.parser.positionalArguments();
    const auto query = u"?state="_s + QString::fromLatin1(QUrl::toPercentEncoding(asking.value(u"state"_s)));
    return show(asking, asking.client().get(u"/api/v1/nocturne/alerts"_s + query + filterQuery(arguments)), false,
                !arguments.isEmpty());
}

Outcome runAlertsHistory(const Invocation& invocation)
{
    Asking asking(invocation);
    for (const auto* name : {"name", "source", "text", "fingerprint", "after"})
        addOption(asking.parser, QLatin1String(name), u"Narrows it down."_s, u"TEXT"_s);
    addOption(asking.parser, u"start"_s, u"Seconds since 1970, or RFC 3339; else a day before the end."_s, u"T"_s);
    addOption(asking.parser, u"end"_s, u"The same; else now."_s, u"T"_s);
    addOption(asking.parser, u"limit"_s, u"So many at most, 1000 of them; else 100."_s, u"N"_s);
    if (!asking.begin())
        return asking.outcome;
    if (!asking.parser.positionalArguments().isEmpty())
        return usageError("the history is narrowed down by --name, --source, --text and --fingerprint");
    QString query = u"?"_s;
    for (const auto* name : {"name", "source", "text", "fingerprint", "after", "start", "end", "limit"}) {
        if (asking.has(QLatin1String(name)))
            query += QLatin1String(name) + u'=' +
                     QString::fromLatin1(QUrl::toPercentEncoding(asking.value(QLatin1String(name)))) + u'&';
    }
    return show(asking, asking.client().get(u"/api/v1/nocturne/alerts/history"_s + query), true,
                asking.has(u"name"_s) || asking.has(u"text"_s));
}

Outcome runAlertsAcknowledge(const Invocation& invocation)
{
    Asking asking(invocation);
    addOwnerOptions(asking.parser);
    addEndOptions(asking.parser);
    asking.parser.addOption({u"sticky"_s, u"Also when it gets worse."_s});
    if (!asking.begin())
        return asking.outcome;
    return doVerb(asking, u"acknowledge"_s, u"acknowledged"_s, [&](QJsonObject& body) -> std::optional<Error> {
        const auto end = endOf(asking);
        if (!end)
            return end.error();
        insertEnd(body, *end);
        body.insert(u"sticky"_s, asking.has(u"sticky"_s));
        return std::nullopt;
    });
}

Outcome runAlertsUnacknowledge(const Invocation& invocation)
{
    Asking asking(invocation);
    addOwnerOptions(asking.parser);
    if (!asking.begin())
        return asking.outcome;
    return doVerb(asking, u"unacknowledge"_s, u"given back"_s,
                  [](QJsonObject&) -> std::optional<Error> { return std::nullopt; });
}

Outcome runAlertsSnooze(const Invocation& invocation)
{
    Asking asking(invocation);
    addOwnerOptions(asking.parser);
    addEndOptions(asking.parser);
    asking.parser.addOption({u"mine"_s, u"For --owner alone; else for everybody."_s});
    if (!asking.begin())
        return asking.outcome;
    return doVerb(asking, u"snooze"_s, u"put off"_s, [&](QJsonObject& body) -> std::optional<Error> {
        const auto end = endOf(asking);
        if (!end || *end == 0)
            return end ? Error{Error::Kind::InvalidInput, "say how long: --for 1h, or --until T"} : end.error();
        insertEnd(body, *end);
        body.insert(u"shared"_s, !asking.has(u"mine"_s));
        return std::nullopt;
    });
}

Outcome runAlertsSilence(const Invocation& invocation)
{
    Asking asking(invocation);
    addOwnerOptions(asking.parser);
    addEndOptions(asking.parser);
    asking.parser.addOption({u"yes"_s, u"Also when it mutes nearly everything."_s});
    if (!asking.begin())
        return asking.outcome;
    const auto subjects = subjectsOf(asking.parser.positionalArguments());
    if (!subjects.ids.isEmpty() || subjects.filter.isEmpty())
        return usageError("a silence needs matchers: alertname=DiskFull instance=~\"db.*\"");
    const auto end = endOf(asking);
    if (!end || *end == 0)
        return usageError(end ? "say how long: --for 1h, or --until T" : end.error().message);
    QJsonObject body{{u"owner"_s, ownerOf(asking)},
                     {u"matchers"_s, subjects.filter},
                     {u"comment"_s, asking.value(u"comment"_s)},
                     {u"confirmed"_s, asking.has(u"yes"_s)}};
    insertEnd(body, *end);
    const auto data = asking.client().post(u"/api/v1/nocturne/silences"_s, body);
    if (!data) {
        auto error = data.error();
        if (error.message.ends_with("confirm that this is wanted"))
            error.message += " with --yes";
        return failed(error);
    }
    if (wantsJson(asking.parser))
        printJson(*data);
    else
        print(data->value("id"_L1).toString().toStdString());
    return Outcome::Ok;
}

Outcome runAlertsExpire(const Invocation& invocation)
{
    Asking asking(invocation);
    addOption(asking.parser, u"owner"_s, u"Who does it; else the name of the user."_s, u"NAME"_s);
    if (!asking.begin())
        return asking.outcome;
    const auto ids = asking.parser.positionalArguments();
    if (ids.isEmpty())
        return usageError("name the silences by their ids");
    return tell(asking,
                asking.client().post(u"/api/v1/nocturne/silences/expire"_s,
                                     {{u"owner"_s, ownerOf(asking)}, {u"ids"_s, QJsonArray::fromStringList(ids)}}),
                u"ended"_s);
}

} // namespace nocturne::cli
