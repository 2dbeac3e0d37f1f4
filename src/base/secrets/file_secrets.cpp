// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/secrets/file_secrets.h"

#include <cerrno>
#include <cstdio>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/core/text.h"

namespace nocturne::secrets {

namespace {

constexpr std::size_t kMaxBytes = std::size_t{64} << 10U;

/// An open file, closed with this.
class File
{
public:
    explicit File(int descriptor)
        : m_descriptor(descriptor)
    {}
    ~File()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    int get() const { return m_descriptor; }

private:
    int m_descriptor;
};

std::string quoted(const std::string& path) { return '"' + printable(path) + '"'; }

tl::unexpected<Error> systemFailure(const std::string& what, const std::string& path)
{
    const int code = errno;
    return fail(code == ENOENT ? Error::Kind::NotFound : Error::Kind::Unavailable,
                what + quoted(path) + ": " + std::generic_category().message(code));
}

/// Reads the file at once, no more than one byte beyond the limit.
Result<WipingString> contentOf(int descriptor, const std::string& path)
{
    WipingString text(kMaxBytes + 1, '\0');
    std::size_t size = 0;
    while (size < text.size()) {
        const auto count = ::read(descriptor, text.data() + size, text.size() - size);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return systemFailure("cannot read the secret in ", path);
        if (count == 0)
            break;
        size += static_cast<std::size_t>(count);
    }
    text.resize(size);
    return text;
}

bool writeAll(int descriptor, std::string_view text)
{
    while (!text.empty()) {
        const auto count = ::write(descriptor, text.data(), text.size());
        if (count < 0 && errno != EINTR)
            return false;
        text.remove_prefix(count < 0 ? 0 : static_cast<std::size_t>(count));
    }
    return ::fsync(descriptor) == 0;
}

} // namespace

Result<SecretString> FileSecrets::read(const std::string& path)
{
    // Without O_NONBLOCK a pipe in the place of the file would be waited for.
    const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)); // NOLINT: the interface of POSIX
    struct stat status = {};
    if (file.get() < 0 || ::fstat(file.get(), &status) != 0)
        return systemFailure("cannot read the secret in ", path);
    if (!S_ISREG(status.st_mode))
        return fail(Error::Kind::InvalidInput, quoted(path) + " is no file that could hold a secret");
    if ((status.st_mode & (S_IROTH | S_IWOTH | S_IWGRP)) != 0)
        return fail(Error::Kind::Unavailable, "others may read or change " + quoted(path) +
                                                  ", so it holds no secret: change it, and run chmod 600 on the file");
    auto text = contentOf(file.get(), path);
    if (!text)
        return tl::unexpected(text.error());
    if (text->size() > kMaxBytes)
        return fail(Error::Kind::InvalidInput, quoted(path) + " is larger than a secret: name the file that holds it");
    const auto line = trimmed(std::string_view(*text).substr(0, text->find('\n')), " \t\r");
    if (line.empty())
        return fail(Error::Kind::InvalidInput, "the first line of " + quoted(path) + " is empty: put the secret there");
    return SecretString(line);
}

Result<void> FileSecrets::write(const std::string& path, const std::string& secret)
{
    const auto draft = path + ".new";
    ::unlink(draft.c_str());
    {
        const File file(::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR)); // NOLINT
        if (file.get() < 0 || !writeAll(file.get(), secret + '\n'))
            return systemFailure("cannot write the secret to ", path);
    }
    if (std::rename(draft.c_str(), path.c_str()) != 0)
        return systemFailure("cannot write the secret to ", path);
    return {};
}

Result<void> FileSecrets::remove(const std::string& path)
{
    if (::unlink(path.c_str()) != 0)
        return systemFailure("cannot remove the secret in ", path);
    return {};
}

} // namespace nocturne::secrets
