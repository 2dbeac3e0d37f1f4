// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/net/http.h"
#include "sources/burstlet/answer.h"

namespace nocturne::burstlet {

/// What a Burstlet monitoring module keeps and lets others change.
enum class Thing { HealthCheck, Alert, Dashboard, CustomMetric };

/// "check", "alert", "dashboard", "metric"; the plural of the first three is read, too.
std::string_view toString(Thing thing);
std::optional<Thing> thingFrom(std::string_view word);

enum class Deed { List, Read, Create, Change, Delete };

/// One thing that a person wants done there. Never sent by itself.
struct Order
{
    Deed deed = Deed::List;
    Thing thing = Thing::Alert;
    std::string id;   ///< of what is read, changed or deleted
    std::string body; ///< of what is created or changed: a JSON object with the columns of its table

    bool isWriting() const { return deed != Deed::List && deed != Deed::Read; }
};

/// The request for `order` to the API that `base` points at. Fails with InvalidInput where the document of the module
/// names no such endpoint, no id is given, or the body is no JSON object of at most 1 MiB.
Result<net::HttpRequest> requestOf(net::HttpRequest base, const Order& order);

/// What the server said to it: the data as JSON, empty where it sent none. Fails with the words of the server: NotFound
/// for 404, InvalidInput for what it does not take, Unavailable for all else.
Result<std::string> answerOf(AnswerReader& reader, const net::HttpResult& result);

} // namespace nocturne::burstlet
