// Page: one self-contained HTML file out of its parts and what it is about.
#pragma once

#include <string>

#include "analysis/web/pages/assets.hpp"
#include "sim/registry/json.hpp"

namespace rippletank::pages {

/// What main.js finds in a page.
struct Content {
  registry::Json data;
  std::string messages;  ///< of a recorded run, by replay::message_columns(); empty: of none
};

/// `with_engine`: whether the page can play scenarios itself.
///
/// Cost:    the engine takes some 0.7 MB of a page, everything else 0.15 MB and the data.
std::string page(const Assets& assets, const std::string& title, const Content& content,
                 bool with_engine);

}  // namespace rippletank::pages
