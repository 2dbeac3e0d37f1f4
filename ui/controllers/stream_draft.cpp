// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controllers/stream_draft.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPointer>

#include "service/paste/address.h"
#include "ui/models/outside_text.h"
#include "ui/panels/data_context.h"

using namespace Qt::StringLiterals;

namespace nocturne::ui {

StreamDraft::StreamDraft(collector::SourceDesk* desk, QObject* parent)
    : QObject(parent)
    , m_desk(desk)
{
    m_pool.setMaxThreadCount(1);
}

StreamDraft::~StreamDraft() { m_pool.waitForDone(); }

QString StreamDraft::address() const { return QString::fromStdString(m_finding.url); }

void StreamDraft::setAddress(const QString& address)
{
    const auto url = address.trimmed().left(2000).toStdString();
    if (url == m_finding.url)
        return;
    m_finding.url = url;
    m_request = {}; // credentials were for another address
    decide();
}

void StreamDraft::setSocketIo(bool isSocketIo)
{
    if (isSocketIo == this->isSocketIo())
        return;
    m_finding.service = isSocketIo ? probe::Service::SocketIo : probe::Service::JsonStream;
    decide();
}

void StreamDraft::setMapping(const QString& mapping)
{
    if (mapping == m_mapping)
        return;
    m_mapping = mapping;
    decide();
}

void StreamDraft::open(const probe::Finding& finding, const paste::WebRequest& request)
{
    leave();
    m_finding = finding;
    m_request = request;
    m_sample = QString::fromStdString(finding.sample);
    decide();
    emit showRequested();
}

void StreamDraft::openEmpty()
{
    leave();
    emit showRequested();
}

void StreamDraft::leave()
{
    m_finding = {.service = probe::Service::JsonStream};
    m_request = {};
    m_sample.clear();
    m_mapping.clear();
    m_error.clear();
    decide();
}

bool StreamDraft::hasAddress() const
{
    const bool isSocket = m_finding.url.starts_with("ws://") || m_finding.url.starts_with("wss://");
    return isSocket && paste::partsOf(m_finding.url).has_value();
}

/// What adding would write, or what is missing. Reads values alone, so it does not wait.
void StreamDraft::decide()
{
    m_entry.reset();
    m_snippet.clear();
    m_note.clear();
    m_error.clear();
    if (m_finding.url.empty())
        m_note = tr("With the address of a stream, this mapping can be added to nocturne.yml.");
    else if (!hasAddress())
        m_note = tr("The address of a stream begins with ws:// or wss://.");
    else if (m_mapping.size() > kLongestMapping)
        m_note = tr("This mapping is too long to be added from here.");
    else if (!m_mapping.isEmpty())
        work();
    emit changed();
}

void StreamDraft::work()
{
    const auto text = m_mapping.toStdString();
    auto entry = m_desk != nullptr ? m_desk->streamEntryFor(m_finding, m_request, text)
                                   : probe::streamEntryFor(m_finding, m_request, text, {});
    if (!entry) {
        m_note = outsideProse(entry.error().message, 300);
        return;
    }
    m_snippet = QString::fromStdString(paste::asDocument(entry->item));
    const auto why = m_desk != nullptr ? m_desk->obstacle() : std::string();
    if (m_desk == nullptr || !why.empty())
        m_note = tr("Copy the lines and add them to nocturne.yml by hand: it cannot be written from here. %1")
                     .arg(outsideProse(why, 300))
                     .trimmed();
    m_entry = std::move(*entry);
}

void StreamDraft::add()
{
    if (!isAddable())
        return;
    m_isBusy = true;
    m_error.clear();
    emit changed();
    m_pool.start([self = QPointer(this), desk = m_desk, entry = *m_entry] {
        auto result = desk->add(entry);
        panels::DataContext::post([self, result = std::move(result), name = entry.name] {
            if (!self)
                return;
            self->m_isBusy = false;
            if (result)
                emit self->added(QString::fromStdString(name));
            else
                self->m_error = outsideProse(result.error().text(), 600);
            emit self->changed();
        });
    });
}

void StreamDraft::copySnippet() { QGuiApplication::clipboard()->setText(m_snippet); }

} // namespace nocturne::ui
