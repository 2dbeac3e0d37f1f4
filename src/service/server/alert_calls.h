// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The inside of AlertApi, shared by its .cpp files alone.
#pragma once

#include "service/server/alert_api.h"
#include "service/server/form.h"

namespace nocturne::server {

/// What every answer can make use of; lives as long as the last of them.
struct AlertContext
{
    AlertApi::Options options;
    AlertApi::Parts parts;
    Timestamp startedAt = 0;
};

/// One request, let in and read.
struct AlertCall
{
    HttpRequest request;
    Form form;            ///< of the query
    std::string argument; ///< what follows a path that ends in a slash, decoded
    bool gzip = false;
};

using AlertAnswer = HttpResponse (*)(const AlertContext&, const AlertCall&);

// alertmanager_api.cpp
HttpResponse listAlerts(const AlertContext& context, const AlertCall& call);
HttpResponse pushAlerts(const AlertContext& context, const AlertCall& call);
HttpResponse listGroups(const AlertContext& context, const AlertCall& call);
HttpResponse listReceivers(const AlertContext& context, const AlertCall& call);
HttpResponse tellStatus(const AlertContext& context, const AlertCall& call);
// alertmanager_silences.cpp
HttpResponse listSilences(const AlertContext& context, const AlertCall& call);
HttpResponse postSilence(const AlertContext& context, const AlertCall& call);
HttpResponse tellSilence(const AlertContext& context, const AlertCall& call);
HttpResponse deleteSilence(const AlertContext& context, const AlertCall& call);
// alert_verbs_api.cpp
HttpResponse listOccurrences(const AlertContext& context, const AlertCall& call);
HttpResponse listHistory(const AlertContext& context, const AlertCall& call);
HttpResponse acknowledge(const AlertContext& context, const AlertCall& call);
HttpResponse unacknowledge(const AlertContext& context, const AlertCall& call);
HttpResponse snooze(const AlertContext& context, const AlertCall& call);
HttpResponse unsnooze(const AlertContext& context, const AlertCall& call);
HttpResponse comment(const AlertContext& context, const AlertCall& call);
HttpResponse undoVerb(const AlertContext& context, const AlertCall& call);
HttpResponse makeSilence(const AlertContext& context, const AlertCall& call);
HttpResponse expireSilences(const AlertContext& context, const AlertCall& call);

/// The error of Alertmanager's API: a bare JSON string.
HttpResponse plainError(int status, std::string_view why);
/// The status that tells what went wrong with a verb.
int verbStatus(Error::Kind kind);
/// Where a change comes from, for the audit log: "api 127.0.0.1".
std::string originOf(const AlertCall& call);

} // namespace nocturne::server
