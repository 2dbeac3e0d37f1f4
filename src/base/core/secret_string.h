// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <concepts>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace nocturne {

/// Overwrites what `text` holds, its spare room included, and empties it.
void wipe(std::string& text);

/// Frees what it gave only after it has overwritten it.
template <typename T>
struct WipingAllocator
{
    using value_type = T;

    WipingAllocator() = default;
    template <typename U>
    WipingAllocator(const WipingAllocator<U>& /*other*/) // NOLINT(google-explicit-constructor): allocators convert
    {}
    T* allocate(std::size_t count) { return std::allocator<T>().allocate(count); }
    void deallocate(T* memory, std::size_t count);
    bool operator==(const WipingAllocator& /*other*/) const { return true; }
};

void wipeBytes(void* memory, std::size_t size);

template <typename T>
void WipingAllocator<T>::deallocate(T* memory, std::size_t count)
{
    wipeBytes(memory, count * sizeof(T));
    std::allocator<T>().deallocate(memory, count);
}

/// A text that passes by and holds a secret: what it grew out of is overwritten, too. Up to 15 bytes stand in the
/// object itself, where nobody overwrites them.
using WipingString = std::basic_string<char, std::char_traits<char>, WipingAllocator<char>>;

class SecretString;

/// What a secret is compared with: a text that is none.
template <typename Text>
concept OtherText = std::convertible_to<const Text&, std::string_view> && !std::same_as<Text, SecretString>;

/// A secret that rests: a password, a token, a key.
///
/// Its bytes stand once, however often it is copied, on pages that are kept out of the swap space (mlock, as far as
/// RLIMIT_MEMLOCK allows) and out of core files (MADV_DONTDUMP), and are overwritten when the last copy goes. A text
/// that is moved in is overwritten, one that is copied in is its owner's business. Immutable; any thread.
class SecretString
{
public:
    SecretString() = default;
    SecretString(std::string_view text); // NOLINT(google-explicit-constructor): options are written as texts
    SecretString(const char* text)       // NOLINT(google-explicit-constructor)
        : SecretString(std::string_view(text))
    {}
    SecretString(const std::string& text) // NOLINT(google-explicit-constructor)
        : SecretString(std::string_view(text))
    {}
    SecretString(std::string&& text); // NOLINT(google-explicit-constructor)

    /// Valid as long as a copy of the secret is.
    std::string_view view() const { return {c_str(), m_size}; }
    operator std::string_view() const { return view(); } // NOLINT(google-explicit-constructor): reading is no copy
    /// Ends with a NUL. Valid as view().
    const char* c_str() const { return m_bytes ? m_bytes.get() : ""; }
    const char* data() const { return c_str(); }
    std::size_t size() const { return m_size; }
    bool empty() const { return m_size == 0; }
    void clear() { *this = SecretString(); }
    /// A copy that nobody overwrites: for those who take nothing else.
    std::string text() const { return std::string(view()); }

    bool operator==(const SecretString& other) const { return view() == other.view(); }
    template <OtherText Text>
    bool operator==(const Text& other) const
    {
        return view() == std::string_view(other);
    }

private:
    std::shared_ptr<const char> m_bytes;
    std::size_t m_size = 0;
};

} // namespace nocturne
