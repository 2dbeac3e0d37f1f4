// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/change_words.h"

#include "ui/models/outside_text.h"
#include "ui/models/wording.h"

namespace nocturne::panels {

using ui::outsideText;
using ui::Wording;

namespace {

using Kind = alerts::AlertChange::Kind;

QString deed(const alerts::AlertChange& change)
{
    const auto who = outsideText(change.who, 80);
    const auto detail = outsideText(change.detail, 200);
    switch (change.kind) {
    case Kind::Pending:
        return ChangeWords::tr("pending");
    case Kind::Forgotten:
        return ChangeWords::tr("no longer pending");
    case Kind::Fired:
        return ChangeWords::tr("began to fire");
    case Kind::Resolved:
        return detail.isEmpty() ? ChangeWords::tr("resolved") : ChangeWords::tr("resolved: %1").arg(detail);
    case Kind::SeverityRose:
        return ChangeWords::tr("got worse");
    case Kind::SeverityFell:
        return ChangeWords::tr("got better");
    case Kind::Unverified:
        return ChangeWords::tr("its source could not be asked");
    case Kind::Verified:
        return ChangeWords::tr("its source answered again");
    case Kind::Acknowledged:
        return ChangeWords::tr("acknowledged by %1").arg(who);
    case Kind::AcknowledgementEnded:
        return ChangeWords::tr("acknowledgement ended: %1").arg(detail);
    case Kind::Snoozed:
        return ChangeWords::tr("put off by %1").arg(who);
    case Kind::SnoozeEnded:
        return ChangeWords::tr("no longer put off: %1").arg(detail);
    case Kind::Muted:
        return ChangeWords::tr("kept quiet: %1").arg(detail);
    case Kind::Unmuted:
        return ChangeWords::tr("heard again");
    case Kind::Escalated:
        return ChangeWords::tr("escalated, step %1 of %2").arg(Wording::count(change.step), detail);
    case Kind::FlappingBegan:
        return ChangeWords::tr("began to flap");
    case Kind::FlappingEnded:
        return ChangeWords::tr("calmed down");
    case Kind::Seen:
        return ChangeWords::tr("seen by %1").arg(who);
    case Kind::Commented:
        return ChangeWords::tr("comment of %1").arg(who);
    }
    return {};
}

} // namespace

QString ChangeWords::of(const alerts::AlertChange& change, Timestamp now)
{
    QString text = deed(change);
    if (change.until != 0)
        text = tr("%1 until %2").arg(text, Wording::moment(change.until, now));
    return change.comment.empty() ? text : tr("%1: %2").arg(text, outsideText(change.comment, 500));
}

} // namespace nocturne::panels
