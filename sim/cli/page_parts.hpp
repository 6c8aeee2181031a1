// Page parts: where the parts of pages lie, beside this program.
#pragma once

#include "analysis/web/pages/assets.hpp"

namespace rippletank::cli {

/// Those that came with this program, from where it was built or installed.
///
/// Errors:  InputError when there are none.
pages::Assets page_parts();

/// The largest page that is still sent around easily.
inline constexpr std::size_t largest_page_bytes = 1'000'000;

}  // namespace rippletank::cli
