// Page: one self-contained HTML file out of its parts and what it is about.
#pragma once

#include <string>

#include "analysis/web/pages/assets.hpp"
#include "sim/registry/json.hpp"

namespace rippletank::pages {

/// `data`: what main.js finds in the page; `with_engine`: whether it can play scenarios itself.
///
/// Cost:    the engine takes some 0.7 MB of a page, everything else 0.15 MB and the data.
std::string page(const Assets& assets, const std::string& title, const registry::Json& data,
                 bool with_engine);

}  // namespace rippletank::pages
