// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/net/redirect.h"

namespace nocturne::net {

namespace {

void leaveSecretsBehind(HttpRequest& request)
{
    std::erase_if(request.headers, [](const RequestHeader& header) {
        return !sameHeaderName(header.name, "Accept") && !sameHeaderName(header.name, "User-Agent");
    });
    request.basicAuth.reset();
    request.authorization.reset();
    request.tls.certFile.clear();
    request.tls.keyFile.clear();
    request.tls.certPem.clear();
    request.tls.keyPem.clear();
    request.tls.serverName.clear();
    request.tls.insecureSkipVerify = false;
    request.unixSocket.clear();
}

} // namespace

bool isRedirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

Result<HttpRequest> redirected(const HttpRequest& request, const Url& from, int status, std::string_view location)
{
    auto to = resolveUrl(from, location);
    if (!to)
        return tl::unexpected(to.error().within("redirect"));
    if (from.scheme == "https" && to->scheme == "http")
        return fail(Error::Kind::Unavailable, "redirect from https to http is not followed: correct the URL");
    HttpRequest next = request;
    const bool keepsMethod = status == 307 || status == 308 || request.method == "HEAD";
    if (!keepsMethod) {
        next.method = "GET";
        next.body.clear();
    }
    if (!from.sameOrigin(*to)) {
        if (!next.body.empty()) {
            return fail(Error::Kind::Unavailable,
                        "redirect of a request with a body to another host is not followed: correct the URL");
        }
        if (to->isLinkLocal())
            return fail(Error::Kind::Unavailable, std::string(kLinkLocalRefused));
        leaveSecretsBehind(next);
        next.linkLocal = false;
    }
    next.url = to->text();
    return next;
}

} // namespace nocturne::net
