// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/server/envelope.h"

#include "service/server/api_error.h"

namespace nocturne::server {

Envelope::Envelope(bool gzip, std::size_t maxBytes)
    : m_body(gzip, maxBytes)
    , m_json(m_body.text())
{
    m_json.beginObject().key("status").text("success").key("data");
}

void Envelope::writeTexts(std::string_view key, const std::vector<std::string>& texts)
{
    if (texts.empty())
        return;
    m_json.key(key).beginArray();
    for (const auto& text : texts)
        m_json.text(text);
    m_json.endArray();
}

HttpResponse Envelope::finish(const std::vector<std::string>& warnings, const std::vector<std::string>& infos)
{
    writeTexts("warnings", warnings);
    writeTexts("infos", infos);
    m_json.endObject();
    if (m_body.isTooLarge())
        return errorResponse(ErrorType::Execution, "the answer is too large: select fewer series or a longer step");
    HttpResponse response{.contentType = "application/json"};
    m_body.finish(response);
    return response;
}

HttpResponse textsResponse(bool gzip, const std::vector<std::string>& texts, const std::vector<std::string>& warnings)
{
    Envelope envelope(gzip);
    auto& json = envelope.data().beginArray();
    for (const auto& text : texts) {
        json.text(text);
        envelope.body().drain();
    }
    json.endArray();
    return envelope.finish(warnings);
}

} // namespace nocturne::server
