// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/collector/notify_options.h"

#include <charconv>

#include "base/core/io_files.h"
#include "base/core/text.h"
#include "service/collector/source_options.h"

namespace nocturne::collector {

namespace {

using notify::MessageText;

constexpr std::size_t kMostTemplateBytes = std::size_t{1} << 20U;
constexpr int kImplicitTlsPort = 465;

/// Definitions of all files of templates.
Result<std::string> libraryOf(const std::vector<std::string>& patterns)
{
    std::string library;
    for (const auto& pattern : patterns) {
        for (const auto& path : expandGlob(pattern)) {
            const auto text = wholeText(path);
            if (!text)
                return fail(text.error().kind, "cannot read the templates in " + printable(path, 200));
            library += *text + '\n';
            if (library.size() > kMostTemplateBytes)
                return fail(Error::Kind::LimitExceeded, "the templates of notifications are larger than 1 MiB");
            if (const auto parsed = MessageText::parse("{{ \"\" }}", library); !parsed)
                return tl::unexpected(parsed.error().within(path));
        }
    }
    return library;
}

/// Makes the ways out of receivers; the first fault ends it.
class Maker
{
public:
    Maker(const config::NotificationsConfig& config, std::string library, secrets::SecretStore& keychain)
        : m_config(config)
        , m_library(std::move(library))
        , m_keychain(keychain)
    {}

    Result<std::vector<notify::SenderOptions>> make()
    {
        for (const auto& receiver : m_config.receivers) {
            addAll(receiver, receiver.emails, "email", &Maker::email);
            addAll(receiver, receiver.slacks, "slack", &Maker::slack);
            addAll(receiver, receiver.webhooks, "webhook", &Maker::webhook);
            addAll(receiver, receiver.logs, "log", &Maker::log);
            addAll(receiver, receiver.commands, "command", &Maker::command);
        }
        if (m_fault)
            return tl::unexpected(*m_fault);
        return std::move(m_all);
    }

private:
    template <typename Config, typename Way>
    void addAll(const config::ReceiverConfig& receiver, const std::vector<Config>& configs, const std::string& kind,
                Way (Maker::*wayOf)(const Config&))
    {
        for (std::size_t i = 0; i < configs.size(); ++i) {
            m_place = receiver.name + '/' + kind + '[' + std::to_string(i) + ']';
            notify::SenderOptions options{{m_place, receiver.name, configs[i].sendResolved},
                                          (this->*wayOf)(configs[i])};
            m_all.push_back(std::move(options));
        }
    }

    void fault(const Error& error)
    {
        if (!m_fault)
            m_fault = error.within(m_place);
    }

    SecretString rested(const config::Secret& secret)
    {
        if (!secret.isSet())
            return {};
        auto text = resolveSecret(secret, m_keychain);
        if (!text)
            fault(text.error());
        return text ? std::move(*text) : SecretString();
    }
    /// A copy for those who build texts with it.
    std::string secret(const config::Secret& secret) { return rested(secret).text(); }

    MessageText text(const std::optional<std::string>& source, const char* what, bool isHtml = false)
    {
        if (!source)
            return {};
        auto parsed = MessageText::parse(*source, m_library, isHtml);
        if (!parsed)
            fault(parsed.error().within(what));
        return parsed ? std::move(*parsed) : MessageText();
    }
    MessageText textIfAny(const std::string& source, const char* what)
    {
        return source.empty() ? MessageText() : text(source, what);
    }

    notify::HttpWay way(const config::HttpConfig& config, const config::Secret& url)
    {
        notify::HttpWay way;
        way.url = secret(url);
        auto access = httpAccess(config, m_keychain);
        if (!access) {
            fault(access.error());
            return way;
        }
        way.basicAuth = std::move(access->basicAuth);
        way.authorization = std::move(access->authorization);
        way.tls = std::move(access->tls);
        way.proxyUrl = config.proxy.proxyUrl;
        way.followRedirects = config.followRedirects;
        return way;
    }

    notify::EmailOptions email(const config::EmailConfig& config)
    {
        notify::EmailOptions options;
        const auto colon = config.smarthost.rfind(':');
        auto& server = options.server;
        server.host = config.smarthost.substr(0, colon);
        const auto* end = config.smarthost.data() + config.smarthost.size();
        std::from_chars(config.smarthost.data() + colon + 1, end, server.port);
        using Security = net::SmtpRequest::Security;
        server.security = server.port == kImplicitTlsPort ? Security::Implicit
                          : config.requireTls             ? Security::StartTls
                                                          : Security::None;
        if (auto tls = tlsOptions(config.tls, m_keychain))
            server.tls = std::move(*tls);
        else
            fault(tls.error());
        server.hello = config.hello;
        server.username = config.authPassword.isSet() ? config.authUsername : std::string();
        server.password = rested(config.authPassword);
        options.to = text(config.to, "to");
        if (auto from = notify::parseAddresses(config.from))
            options.from = from->front();
        else
            fault(from.error().within("from"));
        for (const auto& [name, value] : config.headers)
            options.headers.emplace_back(name, text(value, "headers"));
        options.text = text(config.text, "text");
        options.hasHtml = !config.html || !config.html->empty();
        options.html = options.hasHtml ? text(config.html, "html", true) : MessageText();
        return options;
    }

    notify::SlackOptions slack(const config::SlackConfig& config)
    {
        notify::SlackOptions options;
        options.way = way(config.http, config.apiUrl);
        options.channel = config.channel;
        options.username = config.username;
        options.iconEmoji = config.iconEmoji;
        options.iconUrl = config.iconUrl;
        options.color = textIfAny(config.color, "color");
        options.title = text(config.title, "title");
        options.titleLink = textIfAny(config.titleLink, "title_link");
        options.text = text(config.text, "text");
        options.pretext = textIfAny(config.pretext, "pretext");
        options.footer = textIfAny(config.footer, "footer");
        return options;
    }

    notify::WebhookOptions webhook(const config::WebhookConfig& config)
    {
        notify::WebhookOptions options;
        options.way = way(config.http, config.url);
        options.way.timeout = config.timeout;
        for (const auto& header : config.headers)
            options.way.headers.push_back({header.name, secret(header.value)});
        options.maxAlerts = config.maxAlerts;
        options.signatureKey = secret(config.signatureKey);
        options.body = textIfAny(config.body, "body");
        options.contentType = config.contentType;
        return options;
    }

    notify::LogOptions log(const config::LogReceiverConfig& config) { return {textIfAny(config.message, "message")}; }

    notify::CommandOptions command(const config::CommandConfig& config)
    {
        notify::CommandOptions options{config.command, m_config.execDirectory, config.timeout};
        if (const auto checked = notify::checkCommand(options); !checked)
            fault(checked.error());
        return options;
    }

    const config::NotificationsConfig& m_config;
    std::string m_library;
    secrets::SecretStore& m_keychain;
    std::string m_place;
    std::vector<notify::SenderOptions> m_all;
    std::optional<Error> m_fault;
};

} // namespace

notify::DispatchPlan dispatchPlan(const config::NotificationsConfig& config, const std::string& externalUrl)
{
    notify::DispatchPlan plan;
    if (config.route)
        plan.root = notify::makeRoute(*config.route);
    const auto addAll = [&](const std::string& receiver, const auto& configs, const std::string& kind) {
        for (std::size_t i = 0; i < configs.size(); ++i)
            plan.integrations.push_back(
                {receiver + '/' + kind + '[' + std::to_string(i) + ']', receiver, configs[i].sendResolved});
    };
    for (const auto& receiver : config.receivers) {
        addAll(receiver.name, receiver.emails, "email");
        addAll(receiver.name, receiver.slacks, "slack");
        addAll(receiver.name, receiver.webhooks, "webhook");
        addAll(receiver.name, receiver.logs, "log");
        addAll(receiver.name, receiver.commands, "command");
    }
    plan.intervals = config.intervals;
    plan.cooldown = config.cooldown;
    plan.resolveDelay = config.resolveDelay;
    plan.floodLimit = config.floodLimit;
    plan.quietHours = {config.quietHours.intervals, alerts::severityFromText(config.quietHours.exceptFrom)};
    plan.externalUrl = externalUrl;
    return plan;
}

alerts::AlertBoard::Options boardOptions(const config::NotificationsConfig& config)
{
    alerts::AlertBoard::Options options;
    for (const auto& rule : config.inhibitRules)
        options.inhibitRules.push_back({rule.source, rule.target, rule.equal});
    for (const auto& policy : config.escalations) {
        alerts::EscalationPolicy made;
        made.name = policy.name;
        made.matchers = policy.matchers;
        made.raise = policy.raise;
        for (const auto& step : policy.steps)
            made.steps.push_back({step.after, step.receivers, alerts::severityFromText(step.atLeast)});
        options.escalations.push_back(std::move(made));
    }
    for (const auto& map : config.severityMaps) {
        alerts::SeverityMap made;
        made.source = map.source;
        made.label = map.label;
        for (const auto& [word, severity] : map.words)
            made.words[word] = alerts::severityFromText(severity);
        for (const auto& [expression, severity] : map.expressions) {
            // what is no expression was refused when it was read
            if (auto matcher = model::Matcher::make(model::Matcher::Op::Regex, map.label, expression))
                made.expressions.emplace_back(std::move(*matcher), alerts::severityFromText(severity));
        }
        options.severityMaps.push_back(std::move(made));
    }
    return options;
}

Result<NotifyOptions> notifyOptions(const config::NotificationsConfig& config, const std::string& externalUrl,
                                    secrets::SecretStore& keychain)
{
    auto library = libraryOf(config.templateFiles);
    if (!library)
        return tl::unexpected(library.error().within("notifications"));
    auto senders = Maker(config, std::move(*library), keychain).make();
    if (!senders)
        return tl::unexpected(senders.error().within("notifications"));
    NotifyOptions options;
    options.plan.dispatch = dispatchPlan(config, externalUrl);
    options.plan.courier.fallbackReceiver = config.fallbackReceiver;
    options.plan.escalations = boardOptions(config).escalations;
    options.senders = std::move(*senders);
    return options;
}

} // namespace nocturne::collector
