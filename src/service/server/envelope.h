// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "service/server/body_writer.h"
#include "service/server/json_writer.h"

namespace nocturne::server {

/// The answer to a request that went well: `{"status":"success","data":...,"warnings":[...],"infos":[...]}`.
///
///     Envelope envelope(gzip);
///     envelope.data().beginArray().endArray();
///     reply(envelope.finish());
class Envelope
{
public:
    /// Bytes of one answer before compression; more is an error of type execution.
    static constexpr std::size_t kMaxBytes = std::size_t{256} << 20U;

    explicit Envelope(bool gzip, std::size_t maxBytes = kMaxBytes);

    /// Where the one value of `data` is written.
    JsonWriter& data() { return m_json; }
    BodyWriter& body() { return m_body; }
    HttpResponse finish(const std::vector<std::string>& warnings = {}, const std::vector<std::string>& infos = {});

private:
    void writeTexts(std::string_view key, const std::vector<std::string>& texts);

    BodyWriter m_body;
    JsonWriter m_json;
};

/// `{"status":"success","data":[...]}` of texts.
HttpResponse textsResponse(bool gzip, const std::vector<std::string>& texts,
                           const std::vector<std::string>& warnings = {});

} // namespace nocturne::server
