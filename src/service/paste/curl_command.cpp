// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/paste/curl_command.h"

#include <array>
#include <optional>

#include "base/core/text.h"
#include "base/net/url.h"
#include "service/paste/shell_words.h"

namespace nocturne::paste {

namespace {

constexpr std::size_t kMostBytes = 65'536;

enum class Meaning {
    Header,
    User,
    Method,
    Data,
    DataRaw,
    DataEncoded,
    Json,
    Get,
    Head,
    Insecure,
    Location,
    Proxy,
    CaFile,
    Certificate,
    Key,
    Url,
    Agent,
    Referer,
    Cookie,
    Bearer,
    Nothing,     ///< how curl prints and waits
    NothingWith, ///< the same, with an argument
    Unused,
    UnusedWith,
};

struct Option
{
    std::string_view name;
    char letter; ///< 0: none
    Meaning meaning;
};

constexpr auto kOptions = std::to_array<Option>({
    {"header", 'H', Meaning::Header},
    {"user", 'u', Meaning::User},
    {"request", 'X', Meaning::Method},
    {"data", 'd', Meaning::Data},
    {"data-ascii", 0, Meaning::Data},
    {"data-binary", 0, Meaning::Data},
    {"data-raw", 0, Meaning::DataRaw},
    {"data-urlencode", 0, Meaning::DataEncoded},
    {"json", 0, Meaning::Json},
    {"get", 'G', Meaning::Get},
    {"head", 'I', Meaning::Head},
    {"insecure", 'k', Meaning::Insecure},
    {"location", 'L', Meaning::Location},
    {"location-trusted", 0, Meaning::Location},
    {"proxy", 'x', Meaning::Proxy},
    {"cacert", 0, Meaning::CaFile},
    {"cert", 'E', Meaning::Certificate},
    {"key", 0, Meaning::Key},
    {"url", 0, Meaning::Url},
    {"user-agent", 'A', Meaning::Agent},
    {"referer", 'e', Meaning::Referer},
    {"cookie", 'b', Meaning::Cookie},
    {"oauth2-bearer", 0, Meaning::Bearer},
    {"silent", 's', Meaning::Nothing},
    {"show-error", 'S', Meaning::Nothing},
    {"verbose", 'v', Meaning::Nothing},
    {"include", 'i', Meaning::Nothing},
    {"fail", 'f', Meaning::Nothing},
    {"fail-with-body", 0, Meaning::Nothing},
    {"globoff", 'g', Meaning::Nothing},
    {"no-buffer", 'N', Meaning::Nothing},
    {"progress-bar", '#', Meaning::Nothing},
    {"no-progress-meter", 0, Meaning::Nothing},
    {"compressed", 0, Meaning::Nothing},
    {"remote-name", 'O', Meaning::Nothing},
    {"disable", 'q', Meaning::Nothing},
    {"http1.1", 0, Meaning::Nothing},
    {"http2", 0, Meaning::Nothing},
    {"basic", 0, Meaning::Nothing},
    {"styled-output", 0, Meaning::Nothing},
    {"no-styled-output", 0, Meaning::Nothing},
    {"no-keepalive", 0, Meaning::Nothing},
    {"path-as-is", 0, Meaning::Nothing},
    {"output", 'o', Meaning::NothingWith},
    {"write-out", 'w', Meaning::NothingWith},
    {"max-time", 'm', Meaning::NothingWith},
    {"connect-timeout", 0, Meaning::NothingWith},
    {"retry", 0, Meaning::NothingWith},
    {"retry-delay", 0, Meaning::NothingWith},
    {"retry-max-time", 0, Meaning::NothingWith},
    {"max-redirs", 0, Meaning::NothingWith},
    {"dump-header", 'D', Meaning::NothingWith},
    {"stderr", 0, Meaning::NothingWith},
    {"trace", 0, Meaning::NothingWith},
    {"trace-ascii", 0, Meaning::NothingWith},
    {"limit-rate", 0, Meaning::NothingWith},
    {"cookie-jar", 'c', Meaning::NothingWith},
    {"digest", 0, Meaning::Unused},
    {"ntlm", 0, Meaning::Unused},
    {"negotiate", 0, Meaning::Unused},
    {"anyauth", 0, Meaning::Unused},
    {"netrc", 'n', Meaning::Unused},
    {"ipv4", '4', Meaning::Unused},
    {"ipv6", '6', Meaning::Unused},
    {"http1.0", '0', Meaning::Unused},
    {"http3", 0, Meaning::Unused},
    {"next", ':', Meaning::Unused},
    {"parallel", 'Z', Meaning::Unused},
    {"tlsv1.2", 0, Meaning::Unused},
    {"tlsv1.3", 0, Meaning::Unused},
    {"proxytunnel", 'p', Meaning::Unused},
    {"form", 'F', Meaning::UnusedWith},
    {"form-string", 0, Meaning::UnusedWith},
    {"upload-file", 'T', Meaning::UnusedWith},
    {"config", 'K', Meaning::UnusedWith},
    {"aws-sigv4", 0, Meaning::UnusedWith},
    {"resolve", 0, Meaning::UnusedWith},
    {"connect-to", 0, Meaning::UnusedWith},
    {"interface", 0, Meaning::UnusedWith},
    {"unix-socket", 0, Meaning::UnusedWith},
    {"proxy-user", 'U', Meaning::UnusedWith},
    {"proxy-header", 0, Meaning::UnusedWith},
    {"noproxy", 0, Meaning::UnusedWith},
    {"capath", 0, Meaning::UnusedWith},
    {"cert-type", 0, Meaning::UnusedWith},
    {"key-type", 0, Meaning::UnusedWith},
    {"pass", 0, Meaning::UnusedWith},
    {"ciphers", 0, Meaning::UnusedWith},
    {"pinnedpubkey", 0, Meaning::UnusedWith},
    {"netrc-file", 0, Meaning::UnusedWith},
    {"range", 'r', Meaning::UnusedWith},
    {"request-target", 0, Meaning::UnusedWith},
    {"socks5", 0, Meaning::UnusedWith},
    {"socks5-hostname", 0, Meaning::UnusedWith},
    {"tls-max", 0, Meaning::UnusedWith},
    {"url-query", 0, Meaning::UnusedWith},
});

bool takesArgument(Meaning meaning)
{
    switch (meaning) {
    case Meaning::Get:
    case Meaning::Head:
    case Meaning::Insecure:
    case Meaning::Location:
    case Meaning::Nothing:
    case Meaning::Unused:
        return false;
    default:
        return true;
    }
}

const Option* byName(std::string_view name)
{
    for (const auto& option : kOptions) {
        if (option.name == name)
            return &option;
    }
    return nullptr;
}

const Option* byLetter(char letter)
{
    for (const auto& option : kOptions) {
        if (option.letter != 0 && option.letter == letter)
            return &option;
    }
    return nullptr;
}

/// The text without a prompt: "$ curl ..." as documentation writes it.
std::string_view withoutPrompt(std::string_view text)
{
    text = trimmed(text, " \t\r\n");
    for (const std::string_view prompt : {"$ ", "# ", "% ", "> "}) {
        if (text.starts_with(prompt))
            return trimmed(text.substr(prompt.size()), " \t");
    }
    return text;
}

class CurlReader
{
public:
    CurlReader(std::string_view text, const ShellCommand& command)
        : m_text(text)
        , m_words(command.words)
    {
        if (!command.rest.empty())
            m_command.unused.push_back("what follows the command: " + printable(command.rest, 60));
    }

    Result<CurlCommand> read()
    {
        for (m_at = 1; m_at < m_words.size() && !m_error; ++m_at) {
            const auto& word = m_words[m_at].text;
            if (!m_onlyUrls && word == "--")
                m_onlyUrls = true;
            else if (!m_onlyUrls && word.starts_with("--"))
                readLong(word.substr(2));
            else if (!m_onlyUrls && word.size() > 1 && word.front() == '-')
                readShort(word);
            else
                takeUrl(word);
        }
        if (!m_error && m_command.request.url.empty())
            complain(0, "the command names no URL");
        if (m_error)
            return tl::unexpected(*m_error);
        finish();
        return std::move(m_command);
    }

private:
    void complain(std::size_t word, std::string message)
    {
        if (!m_error)
            m_error =
                Error{Error::Kind::InvalidInput, std::move(message), SourcePosition::at(m_text, m_words[word].offset)};
    }

    void complainUnknown(const std::string& name)
    {
        std::vector<std::string_view> names;
        for (const auto& option : kOptions)
            names.push_back(option.name);
        const auto near = nearest(name, names);
        complain(m_at, "curl has no option " + printable(name, 40) +
                           (near.empty() ? ": leave it out" : ": did you mean --" + std::string(near) + "?"));
    }

    void readLong(const std::string& name)
    {
        const auto* option = byName(name);
        if (option == nullptr)
            return complainUnknown(name);
        if (!takesArgument(option->meaning))
            return take(*option, {});
        if (m_at + 1 >= m_words.size())
            return complain(m_at, "--" + std::string(option->name) + " lacks its argument");
        take(*option, m_words[++m_at].text);
    }

    /// Letters may stand together; the first one with an argument takes the rest of the word.
    void readShort(const std::string& word)
    {
        for (std::size_t i = 1; i < word.size() && !m_error; ++i) {
            const auto* option = byLetter(word[i]);
            if (option == nullptr)
                return complainUnknown(std::string("-") + word[i]);
            if (!takesArgument(option->meaning)) {
                take(*option, {});
                continue;
            }
            if (i + 1 < word.size())
                return take(*option, word.substr(i + 1));
            if (m_at + 1 >= m_words.size())
                return complain(m_at, std::string("-") + word[i] + " lacks its argument");
            return take(*option, m_words[++m_at].text);
        }
    }

    void take(const Option& option, const std::string& argument)
    {
        auto& request = m_command.request;
        switch (option.meaning) {
        case Meaning::Header:
            return takeHeader(argument);
        case Meaning::User:
            return takeUser(argument);
        case Meaning::Method:
            request.method = argument;
            return;
        case Meaning::Data:
            return takeData(option, argument, argument.starts_with('@'));
        case Meaning::DataRaw:
            return takeData(option, argument, false);
        case Meaning::DataEncoded:
            return takeEncoded(option, argument);
        case Meaning::Json:
            m_isJson = true;
            return takeData(option, argument, argument.starts_with('@'));
        case Meaning::Get:
            m_isGet = true;
            return;
        case Meaning::Head:
            request.method = "HEAD";
            return;
        case Meaning::Insecure:
            request.tls.insecureSkipVerify = true;
            return;
        case Meaning::Location:
            request.followRedirects = true;
            return;
        case Meaning::Proxy:
            request.proxyUrl = argument;
            return;
        case Meaning::CaFile:
            request.tls.caFile = argument;
            return;
        case Meaning::Certificate:
            return takeCertificate(argument);
        case Meaning::Key:
            request.tls.keyFile = argument;
            return;
        case Meaning::Url:
            return takeUrl(argument);
        case Meaning::Agent:
            return addHeader("User-Agent", argument);
        case Meaning::Referer:
            return addHeader("Referer", argument);
        case Meaning::Cookie:
            if (argument.find('=') == std::string::npos)
                return leaveOut("--cookie FILE");
            return addHeader("Cookie", argument);
        case Meaning::Bearer:
            return addHeader("Authorization", "Bearer " + argument);
        case Meaning::Nothing:
        case Meaning::NothingWith:
            return;
        case Meaning::Unused:
        case Meaning::UnusedWith:
            return leaveOut("--" + std::string(option.name));
        }
    }

    void leaveOut(std::string what) { m_command.unused.push_back(std::move(what)); }

    void takeHeader(const std::string& line)
    {
        if (line.starts_with('@'))
            return leaveOut("--header @FILE");
        auto colon = line.find(':');
        if (colon == std::string::npos && line.ends_with(';')) // curl's way of a header without a value
            return addHeader(line.substr(0, line.size() - 1), {});
        if (colon == std::string::npos || colon == 0)
            return complain(m_at, "a header is written as Name: value");
        addHeader(std::string(trimmed(line.substr(0, colon))), std::string(trimmed(line.substr(colon + 1))));
    }

    void addHeader(std::string name, std::string value)
    {
        if ((name + value).find_first_of("\r\n") != std::string::npos)
            return complain(m_at, "a header is one line");
        m_command.request.headers.push_back({std::move(name), std::move(value)});
    }

    void takeUser(const std::string& user)
    {
        const auto colon = user.find(':');
        if (colon == std::string::npos)
            leaveOut("--user without a password");
        m_command.request.basicAuth =
            net::BasicAuth{user.substr(0, colon), colon == std::string::npos ? "" : user.substr(colon + 1)};
    }

    void takeCertificate(const std::string& argument)
    {
        const auto colon = argument.find(':');
        if (colon != std::string::npos)
            leaveOut("the password of --cert");
        m_command.request.tls.certFile = argument.substr(0, colon);
    }

    void takeData(const Option& option, const std::string& data, bool isFile)
    {
        if (isFile)
            return leaveOut("--" + std::string(option.name) + " @FILE");
        auto& body = m_command.request.body;
        if (m_hasBody && !m_isJson)
            body += '&';
        body += data;
        m_hasBody = true;
    }

    void takeEncoded(const Option& option, const std::string& data)
    {
        const auto mark = data.find_first_of("=@");
        if (mark != std::string::npos && data[mark] == '@')
            return leaveOut("--data-urlencode @FILE");
        if (mark == std::string::npos)
            return takeData(option, net::urlEncoded(data), false);
        const auto name = data.substr(0, mark);
        takeData(option, (name.empty() ? "" : name + "=") + net::urlEncoded(data.substr(mark + 1)), false);
    }

    void takeUrl(const std::string& url)
    {
        if (!m_command.request.url.empty())
            return leaveOut("a further URL");
        if (url.empty() || url.find_first_of(" \t\r\n") != std::string::npos)
            return complain(m_at, "a URL has no blanks");
        m_command.request.url = url;
    }

    bool hasHeader(std::string_view name) const
    {
        for (const auto& header : m_command.request.headers) {
            if (net::sameHeaderName(header.name, name))
                return true;
        }
        return false;
    }

    void finish()
    {
        auto& request = m_command.request;
        if (m_hasBody && m_isGet) {
            request.url += (request.url.find('?') == std::string::npos ? "?" : "&") + request.body;
            request.body.clear();
        } else if (m_hasBody) {
            if (request.method.empty())
                request.method = "POST";
            if (!hasHeader("Content-Type"))
                request.headers.push_back(
                    {"Content-Type", m_isJson ? "application/json" : "application/x-www-form-urlencoded"});
            if (m_isJson && !hasHeader("Accept"))
                request.headers.push_back({"Accept", "application/json"});
        }
        if (request.method == "GET")
            request.method.clear();
    }

    std::string_view m_text;
    const std::vector<ShellWord>& m_words;
    std::size_t m_at = 0;
    bool m_onlyUrls = false;
    bool m_hasBody = false;
    bool m_isJson = false;
    bool m_isGet = false;
    CurlCommand m_command;
    std::optional<Error> m_error;
};

} // namespace

bool looksLikeCurl(std::string_view text)
{
    text = withoutPrompt(text);
    const auto word = text.substr(0, text.find_first_of(" \t\r\n\\"));
    return word == "curl" || word == "curl.exe" || word == "/usr/bin/curl";
}

Result<CurlCommand> parseCurl(std::string_view text)
{
    if (text.size() > kMostBytes)
        return fail(Error::Kind::LimitExceeded, "a curl command of more than 64 KiB is not read");
    if (!looksLikeCurl(text))
        return fail(Error::Kind::InvalidInput, "the first word is not curl");
    std::string line(text); // without its prompt, every byte in its place
    const auto begin = static_cast<std::size_t>(withoutPrompt(text).data() - text.data());
    for (std::size_t i = 0; i < begin; ++i)
        line[i] = line[i] == '\n' ? '\n' : ' ';
    const auto command = splitShellCommand(line);
    if (!command)
        return tl::unexpected(command.error());
    return CurlReader(line, *command).read();
}

} // namespace nocturne::paste
