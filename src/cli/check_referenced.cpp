// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/check_referenced.h"

#include <filesystem>
#include <fstream>
#include <utility>

#include <glob.h>

#include "base/core/text.h"
#include "engine/promql/features.h"
#include "sources/scrape/target_group.h"
#include "watch/rules/rule_file.h"

namespace nocturne::cli {

namespace {

using Severity = yaml::Finding::Severity;
using Add = std::function<void(ConfigFinding)>;

std::vector<std::string> filesOf(const std::string& pattern)
{
    std::vector<std::string> paths;
    glob_t found = {};
    if (glob(pattern.c_str(), 0, nullptr, &found) == 0)
        paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
    globfree(&found);
    return paths;
}

Result<std::string> contentOf(const std::string& path, std::size_t maxBytes)
{
    std::error_code unknown;
    std::ifstream file(path, std::ios::binary);
    if (!std::filesystem::is_regular_file(path, unknown) || !file)
        return fail(Error::Kind::NotFound, "cannot be read");
    std::string text(maxBytes + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (text.size() > maxBytes)
        return fail(Error::Kind::LimitExceeded, "is larger than " + std::to_string(maxBytes) + " bytes");
    return text;
}

void checkRules(const config::Configuration& configuration, const Add& add)
{
    // The names were checked when the file was read.
    const auto features = promql::Features::fromNames(configuration.query.features).value_or(promql::Features());
    for (const auto& pattern : configuration.ruleFiles) {
        const auto paths = filesOf(pattern);
        if (paths.empty() && pattern.find_first_of("*?[") == std::string::npos)
            add({pattern, Severity::Error, {Error::Kind::NotFound, "rule_files: there is no such file"}});
        for (const auto& path : paths) {
            const auto text = contentOf(path, configuration.limits.configBytes);
            if (!text) {
                add({path, Severity::Error, text.error()});
                continue;
            }
            const auto rules = rules::readRuleFile(*text, path, {.parser = features.parser});
            for (const auto& finding : rules.findings.sorted())
                add({path, finding.severity, finding.error});
        }
    }
}

void checkTargets(const std::string& file, const config::ScrapeConfig& job, std::size_t maxBytes, const Add& add)
{
    for (const auto& discovery : job.fileDiscoveries) {
        for (const auto& pattern : discovery.files) {
            const auto paths = filesOf(pattern);
            if (paths.empty()) {
                add({file,
                     Severity::Warning,
                     {Error::Kind::NotFound,
                      "file_sd_configs of job " + printable(job.jobName, 60) + ": there is no file \"" +
                          printable(pattern, 200) + '"',
                      job.where}});
            }
            for (const auto& path : paths) {
                const auto groups = contentOf(path, maxBytes).and_then([](const std::string& text) {
                    return scrape::readTargetGroups(text);
                });
                if (!groups)
                    add({path, Severity::Error, groups.error()});
            }
        }
    }
}

void checkCredentials(const std::string& file, const config::ScrapeConfig& job, const Add& add)
{
    // A missing password is no fault to promtool, since it may come later; missing credentials are.
    std::vector<std::pair<const config::Secret*, Severity>> secrets;
    if (job.http.basicAuth)
        secrets.emplace_back(&job.http.basicAuth->password, Severity::Warning);
    if (job.http.authorization)
        secrets.emplace_back(&job.http.authorization->credentials, Severity::Error);
    for (const auto& [secret, severity] : secrets) {
        std::error_code unknown;
        if (secret->source == config::Secret::Source::File && !std::filesystem::exists(secret->value, unknown)) {
            add({file,
                 severity,
                 {Error::Kind::NotFound,
                  "job " + printable(job.jobName, 60) + " needs the file \"" + printable(secret->value, 200) + '"',
                  job.where}});
        }
    }
}

} // namespace

void checkReferenced(const std::string& file, const config::Configuration& configuration, const Add& add)
{
    checkRules(configuration, add);
    for (const auto& job : configuration.scrapeConfigs) {
        checkTargets(file, job, configuration.limits.configBytes, add);
        checkCredentials(file, job, add);
    }
}

} // namespace nocturne::cli
