// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/board_client.h"

#include <optional>

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include "base/core/text.h"
#include "base/net/http_client.h"
#include "base/net/poll_loop.h"
#include "base/net/url.h"
#include "cli/command.h"

using namespace Qt::StringLiterals;

namespace nocturne::cli {

namespace {

constexpr std::chrono::seconds kLongestAnswer{60};

QString environment(const char* name) { return qEnvironmentVariable(name); }

Error unreachable(const std::string& url, const net::HttpFailure& failure)
{
    return {Error::Kind::Unavailable,
            "no Nocturne answers at " + url + " (" + failure.error.message +
                "): start it with --listen 127.0.0.1:9099, or set server.listen in nocturne.yml; for another, give "
                "--url or set NOCTURNE_URL"};
}

/// What the server says is wrong, in its words.
Error refused(const net::HttpResponse& response, const QJsonObject& answer)
{
    auto said = answer.value("error"_L1).toString().toStdString();
    if (said.empty())
        said = std::string(trimmed(response.body, " \t\r\n"));
    if (response.status == 401)
        said = "it wants a token: give --token, or set NOCTURNE_TOKEN";
    const auto kind = response.status == 404   ? Error::Kind::NotFound
                      : response.status == 400 ? Error::Kind::InvalidInput
                                               : Error::Kind::Unavailable;
    return {kind, printable(said.empty() ? "status " + std::to_string(response.status) : said, 500)};
}

} // namespace

Result<std::string> tokenFrom(const QString& text)
{
    if (text.startsWith("env:"_L1)) {
        const auto value = environment(text.mid(4).toUtf8().constData());
        if (value.isEmpty())
            return fail(Error::Kind::NotFound, "the variable " + text.mid(4).toStdString() + " holds no token");
        return value.toStdString();
    }
    if (!text.startsWith(u'@'))
        return text.toStdString();
    QFile file(text.mid(1));
    if (!file.open(QIODevice::ReadOnly))
        return fail(Error::Kind::NotFound, "cannot read the token in " + text.mid(1).toStdString());
    return QString::fromUtf8(file.readLine(4096)).trimmed().toStdString();
}

void BoardClient::addOptions(QCommandLineParser& parser)
{
    parser.addOption({u"url"_s,
                      u"Where Nocturne serves its API; else NOCTURNE_URL, else %1."_s.arg(QLatin1String(kUsualUrl)),
                      u"URL"_s});
    parser.addOption(
        {u"token"_s, u"What the server wants to see, as env:NAME or @FILE; else NOCTURNE_TOKEN."_s, u"TOKEN"_s});
}

Result<BoardClient> BoardClient::of(const QCommandLineParser& parser)
{
    BoardClient client;
    auto url = parser.isSet(u"url"_s) ? parser.value(u"url"_s) : environment("NOCTURNE_URL");
    if (url.isEmpty())
        url = QLatin1String(kUsualUrl);
    while (url.endsWith(u'/'))
        url.chop(1);
    client.m_url = url.toStdString();
    if (!net::parseUrl(client.m_url))
        return fail(Error::Kind::InvalidInput, "--url: write it whole, as in " + std::string(kUsualUrl));
    auto token = tokenFrom(parser.isSet(u"token"_s) ? parser.value(u"token"_s) : environment("NOCTURNE_TOKEN"));
    if (!token)
        return tl::unexpected(token.error());
    client.m_token = std::move(*token);
    return client;
}

Result<QJsonObject> BoardClient::get(const QString& path) const { return ask(u"GET"_s, path, {}); }

Result<QJsonObject> BoardClient::post(const QString& path, const QJsonObject& body) const
{
    return ask(u"POST"_s, path, QJsonDocument(body).toJson(QJsonDocument::Compact).toStdString());
}

Result<QJsonObject> BoardClient::ask(const QString& method, const QString& path, const std::string& body) const
{
    net::HttpRequest request;
    request.url = m_url + path.toStdString();
    request.method = method.toStdString();
    request.body = body;
    request.timeout = kLongestAnswer;
    request.maxBodyBytes = std::size_t{512} << 20U;
    if (!body.empty())
        request.headers.push_back({"Content-Type", "application/json"});
    if (!m_token.empty())
        request.authorization = net::Authorization{"Bearer", m_token};
    net::PollLoop loop;
    net::HttpClient http(loop);
    std::optional<net::HttpResult> result;
    http.send(std::move(request), [&](net::HttpResult answer) { result = std::move(answer); });
    loop.runUntil([&] { return result.has_value(); }, kLongestAnswer + std::chrono::seconds(5));
    if (!result)
        return fail(Error::Kind::Timeout, "Nocturne at " + m_url + " does not answer");
    if (!*result)
        return tl::unexpected(unreachable(m_url, result->error()));
    const auto& response = **result;
    const auto answer = QJsonDocument::fromJson(QByteArray::fromStdString(response.body)).object();
    if (response.status != 200)
        return tl::unexpected(refused(response, answer));
    if (answer.value("status"_L1) != "success"_L1)
        return fail(Error::Kind::Unavailable, "what answers at " + m_url + " is no Nocturne, or an older one");
    const auto warnings = answer.value("warnings"_L1).toArray();
    for (const auto& warning : warnings)
        printError("warning: " + printable(warning.toString().toStdString(), 500));
    return answer.value("data"_L1).toObject();
}

} // namespace nocturne::cli
