// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/opened_store.h"

#include <filesystem>

namespace nocturne::cli {

namespace fs = std::filesystem;

std::string storeFolder(const std::string& dataDirectory)
{
    std::error_code error;
    const bool isStore =
        !fs::is_directory(dataDirectory + "/metrics", error) && fs::is_directory(dataDirectory + "/blocks", error);
    return isStore ? dataDirectory : dataDirectory + "/metrics";
}

std::string OpenedStore::dataDirectory() const
{
    const fs::path folder(m_folder);
    return folder.filename() == "metrics" ? folder.parent_path().string() : m_folder;
}

Result<void> OpenedStore::open(bool readOnly, bool tellsDropped)
{
    std::error_code error;
    if (!fs::is_directory(m_folder + "/blocks", error))
        return fail(Error::Kind::NotFound, m_folder + " is no data directory: it has no folder blocks");
    tsdb::StoreOptions options;
    options.folder = m_folder;
    options.readOnly = readOnly;
    options.threads = false;
    options.tellsDropped = tellsDropped;
    options.rollUpRetention = {};
    options.retention = {}; // a command changes nothing that it was not asked to
    options.lowFreeBytes = 0;
    options.lowFreeShare = 0;
    auto opened = tsdb::Store::open(options, m_clock, m_log, m_io);
    if (!opened)
        return tl::unexpected(opened.error());
    m_store = std::move(*opened);
    return {};
}

Result<void> OpenedStore::openToRead(const std::string& dataDirectory)
{
    m_folder = storeFolder(dataDirectory);
    return open(true);
}

Result<void> OpenedStore::openSamplesToRead(const std::string& dataDirectory)
{
    m_folder = storeFolder(dataDirectory);
    return open(true, false);
}

Result<void> OpenedStore::openToWrite(const std::string& dataDirectory)
{
    m_folder = storeFolder(dataDirectory);
    return open(false);
}

Result<void> OpenedStore::openOrMake(const std::string& dataDirectory)
{
    m_folder = storeFolder(dataDirectory);
    std::error_code error;
    if (!fs::is_directory(dataDirectory, error)) {
        fs::create_directories(dataDirectory, error);
        if (!error)
            fs::permissions(dataDirectory, fs::perms::owner_all, error);
        if (error)
            return fail(Error::Kind::Unavailable,
                        "cannot make the directory " + dataDirectory + ": " + error.message());
    }
    for (const auto& folder : {m_folder, m_folder + "/blocks"}) {
        if (const auto made = m_io.makeDirectory(folder); !made)
            return tl::unexpected(ioError("make the folder", folder, made.error()));
    }
    return open(false);
}

} // namespace nocturne::cli
