// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/paste/scrape_jobs.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>

#include "base/core/text.h"
#include "base/yaml/parse.h"
#include "service/config/read_configuration.h"
#include "service/paste/text_lines.h"

namespace nocturne::paste {

namespace {

constexpr std::array<std::string_view, 6> kSecretKeys = {"password",      "credentials",  "bearer_token",
                                                         "client_secret", "key_password", "secrets"};

bool isSecretKey(std::string_view key) { return std::ranges::find(kSecretKeys, key) != kSecretKeys.end(); }

bool isReference(std::string_view value)
{
    return value.empty() || value.starts_with("keychain:") || value.starts_with("env:") ||
           value.starts_with("credential:");
}

/// Tells `visit` each scalar below `node` with the nearest key above it.
void walk(const yaml::Node& node, const std::string& key,
          const std::function<void(const std::string&, const yaml::Node&)>& visit)
{
    if (node.isScalar())
        visit(key, node);
    for (const auto& item : node.items())
        walk(item, key, visit);
    for (const auto& entry : node.entries())
        walk(entry.value, entry.key, visit);
}

/// Takes one job out of its file.
class JobReader
{
public:
    JobReader(const TextLines& lines, const yaml::Node& job, const yaml::Node* global)
        : m_lines(lines)
        , m_node(job)
        , m_global(global)
    {
        const auto* name = job.find("job_name");
        m_job.name = name == nullptr ? std::string() : std::string(name->raw());
        m_job.item.section = {"scrape_configs"};
    }

    ScrapeJob read()
    {
        if (takeLines() && keepSecrets() && namesNoFiles()) {
            addTimes();
            judge();
        }
        if (!m_job.obstacle.empty()) {
            m_job.item.lines.clear();
            m_job.secrets.clear();
        }
        return std::move(m_job);
    }

private:
    bool stop(std::string why)
    {
        m_job.obstacle = std::move(why);
        return false;
    }

    bool takeLines()
    {
        const auto first = m_node.position().line;
        if (!m_node.isMap() || m_node.entries().empty() || !m_lines.beginsItem(first))
            return stop("it is not written as lines behind a hyphen: write its keys below each other");
        m_depth = m_lines.depth(first);
        m_indent = static_cast<std::size_t>(m_node.entries().front().position.column) - 1 - m_depth;
        m_first = first;
        for (int i = first; i <= m_lines.lastOfBlock(first, m_depth); ++i) {
            auto line = m_lines.line(i);
            line.erase(0, std::min(m_depth, m_lines.depth(i)));
            m_taken.emplace_back(trimmedEnd(line) + '\n');
        }
        const auto alone = yaml::parse(joined());
        const bool isWhole = alone && alone->items().size() == 1 && alone->items().front().weight() == m_node.weight();
        return isWhole || stop("it is not whole by itself: write out what its anchors stand for");
    }

    static std::string trimmedEnd(const std::string& line)
    {
        return line.substr(0, line.find_last_not_of(" \t\r\n") + 1);
    }

    std::string joined() const
    {
        std::string text;
        for (const auto& line : m_taken)
            text += line;
        return text;
    }

    bool keepSecrets()
    {
        bool isKept = true;
        // From the end, so that places in the same line stay where they are.
        std::vector<std::pair<std::string, yaml::Node>> found;
        walk(m_node, {}, [&](const std::string& key, const yaml::Node& node) {
            if (isSecretKey(key) && !isReference(node.raw()))
                found.emplace_back(key, node);
        });
        for (auto secret = found.rbegin(); secret != found.rend() && isKept; ++secret)
            isKept = keep(secret->first, secret->second);
        return isKept;
    }

    /// Puts a reference to the keychain where a secret stands.
    bool keep(const std::string& key, const yaml::Node& node)
    {
        const auto where = node.position();
        const auto index = static_cast<std::size_t>(where.line - m_first);
        const auto column = static_cast<std::size_t>(where.column) - 1 - m_depth;
        const std::string secret(node.raw());
        if (where.line < m_first || index >= m_taken.size() || column >= m_taken[index].size())
            return stop("a secret of it stands elsewhere in the file: write it out");
        auto& line = m_taken[index];
        for (const auto& written : {secret, '"' + secret + '"', '\'' + secret + '\''}) {
            if (line.compare(column, written.size(), written) != 0)
                continue;
            const auto name = keychainName(key);
            line.replace(column, written.size(), "\"keychain:" + name + '"');
            m_job.secrets.emplace_back(name, secret);
            return true;
        }
        return stop("its " + key + " is written in a way that cannot be taken out of the file: write it in quotes");
    }

    std::string keychainName(const std::string& key) const
    {
        auto name = asciiLower(m_job.name) + '-' + key;
        if (!m_job.secrets.empty())
            name += '-' + std::to_string(m_job.secrets.size() + 1);
        for (auto& c : name) {
            if (!isAsciiLetter(c) && !isAsciiDigit(c) && c != '.' && c != '_')
                c = '-';
        }
        return name;
    }

    bool namesNoFiles()
    {
        std::string relative;
        walk(m_node, {}, [&](const std::string& key, const yaml::Node& node) {
            if ((key == "files" || key.ends_with("_file")) && !node.raw().starts_with('/') && !node.raw().empty())
                relative = node.raw();
        });
        return relative.empty() || stop("it names the file \"" + printable(relative, 100) +
                                        "\" beside its own: write the whole path, which begins with /");
    }

    /// What holds for all jobs of that file, and not for those of ours.
    void addTimes()
    {
        const auto interval = valueOf("scrape_interval");
        const auto timeout = valueOf("scrape_timeout");
        const bool hasInterval = m_node.find("scrape_interval") != nullptr;
        if (interval && !hasInterval)
            add("scrape_interval", *interval);
        if (timeout && !hasInterval && m_node.find("scrape_timeout") == nullptr)
            add("scrape_timeout", *timeout);
    }

    std::optional<std::string> valueOf(std::string_view key) const
    {
        const auto* node = m_global == nullptr ? nullptr : m_global->find(key);
        if (node == nullptr || !node->duration())
            return {};
        return std::string(node->raw());
    }

    void add(const std::string& key, const std::string& value)
    {
        m_taken.push_back(std::string(m_indent, ' ') + key + ": " + value + '\n');
    }

    void judge()
    {
        m_job.item.lines = joined();
        const auto read = config::readConfiguration(asDocument(m_job.item));
        for (const auto& finding : read.findings) {
            auto& words = finding.severity == yaml::Finding::Severity::Error ? m_job.obstacle : m_job.remark;
            if (words.empty())
                words = finding.error.message;
        }
        if (!m_job.obstacle.empty() || read.configuration.scrapeConfigs.size() != 1)
            return;
        const auto& job = read.configuration.scrapeConfigs.front();
        const bool findsTargets = !job.staticConfigs.empty() || !job.fileDiscoveries.empty() ||
                                  !job.httpDiscoveries.empty() || !job.dnsDiscoveries.empty();
        if (!findsTargets)
            m_job.obstacle = job.unsupportedDiscoveries.empty()
                                 ? "it has no targets"
                                 : job.unsupportedDiscoveries.front() + " is not there in Nocturne: a program that "
                                                                        "writes a file for file_sd_configs stands in";
    }

    const TextLines& m_lines;
    const yaml::Node& m_node;
    const yaml::Node* m_global;
    std::vector<std::string> m_taken; ///< its lines, without the depth that they had
    std::size_t m_depth = 0;          ///< of the hyphen
    std::size_t m_indent = 2;         ///< of its keys, from the hyphen
    int m_first = 0;
    ScrapeJob m_job;
};

std::vector<std::string> otherParts(const yaml::Node& root)
{
    std::vector<std::string> keys;
    for (const auto& entry : root.entries()) {
        if (entry.key == "scrape_configs")
            continue;
        if (entry.key != "global") {
            keys.push_back(printable(entry.key, 60));
            continue;
        }
        for (const auto& one : entry.value.entries()) {
            if (one.key != "scrape_interval" && one.key != "scrape_timeout")
                keys.push_back("global." + printable(one.key, 60));
        }
    }
    keys.resize(std::min<std::size_t>(keys.size(), 50));
    return keys;
}

} // namespace

Result<ScrapeJobs> scrapeJobsOf(std::string_view text)
{
    const auto root = yaml::parse(text);
    if (!root)
        return tl::unexpected(root.error());
    const TextLines lines(text);
    ScrapeJobs out;
    out.leftOut = otherParts(*root);
    const auto* jobs = root->find("scrape_configs");
    for (const auto& job : jobs == nullptr ? std::span<const yaml::Node>() : jobs->items()) {
        if (out.jobs.size() == ScrapeJobs::kMost)
            break;
        out.jobs.push_back(JobReader(lines, job, root->find("global")).read());
    }
    return out;
}

} // namespace nocturne::paste
