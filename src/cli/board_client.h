// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <QCommandLineParser>
#include <QJsonObject>

#include "base/core/result.h"

namespace nocturne::cli {

/// Where nocturnectl asks when it is not told: what docs/command-line.md lets Nocturne listen at.
inline constexpr const char* kUsualUrl = "http://127.0.0.1:9099";

/// The token that `text` is or names as `env:NAME` or `@FILE`; empty for an empty one. Fails with NotFound where it
/// cannot be had.
Result<std::string> tokenFrom(const QString& text);

/// A running Nocturne, asked over its HTTP API. Waits for each answer.
class BoardClient
{
public:
    /// Declares `--url` and `--token`, read by of().
    static void addOptions(QCommandLineParser& parser);
    /// As the options say, else NOCTURNE_URL and NOCTURNE_TOKEN, else kUsualUrl without a token. A token may be written
    /// as `env:NAME` or `@FILE`. Fails with InvalidInput for a URL that is none, NotFound for a token that is not
    /// there.
    static Result<BoardClient> of(const QCommandLineParser& parser);

    /// The `data` of the answer; warnings are printed. Fails with what the server says, or how to let Nocturne be
    /// reached.
    Result<QJsonObject> get(const QString& path) const;
    Result<QJsonObject> post(const QString& path, const QJsonObject& body) const;

private:
    Result<QJsonObject> ask(const QString& method, const QString& path, const std::string& body) const;

    std::string m_url;
    std::string m_token;
};

} // namespace nocturne::cli
