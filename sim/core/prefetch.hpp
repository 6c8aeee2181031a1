// Prefetch: asking for data ahead of its use.
#pragma once

/// GCC takes a function that does nothing but prefetch for one without effect and drops its calls,
/// so everything on the way to core::prefetch must be inlined before it looks.
#define RIPPLETANK_ALWAYS_INLINE [[gnu::always_inline]] inline

namespace rippletank::core {

/// Brings the cache line of an address closer; any address is allowed.
RIPPLETANK_ALWAYS_INLINE void prefetch(const void* address) { __builtin_prefetch(address); }

}  // namespace rippletank::core
