// Prefetch: asking for data ahead of its use.
#pragma once

#include <cstddef>
#include <cstdint>

/// GCC takes a function that does nothing but prefetch for one without effect and drops its calls,
/// so everything on the way to core::prefetch must be inlined before it looks.
#define RIPPLETANK_ALWAYS_INLINE [[gnu::always_inline]] inline

namespace rippletank::core {

#ifdef __EMSCRIPTEN__
/// How many prefetches to make at a time. Where one is a load that must have ended before later
/// instructions can, those made together wait together.
inline constexpr std::size_t prefetch_burst = 16;
#else
inline constexpr std::size_t prefetch_burst = 1;
#endif

/// Brings the cache line of an address closer; any address is allowed.
RIPPLETANK_ALWAYS_INLINE void prefetch(const void* address) {
#ifdef __EMSCRIPTEN__
  // WebAssembly has no such instruction; a load that nobody waits for does the same, where it may.
  constexpr std::uintptr_t page_bytes = 65'536;
  if (reinterpret_cast<std::uintptr_t>(address) / page_bytes < __builtin_wasm_memory_size(0)) {
    static_cast<void>(*static_cast<const volatile char*>(address));
  }
#else
  __builtin_prefetch(address);
#endif
}

}  // namespace rippletank::core
