// Makes pages, with or without the engine.
#include "sim/cli/page_text.hpp"

#include "analysis/web/pages/page.hpp"
#include "sim/cli/page_parts.hpp"

namespace rippletank::cli {

PageText page_text(const pages::Assets& assets, const std::string& title,
                   const registry::Json& data, bool plays) {
  if (!plays) return {pages::page(assets, title, data, false), ""};
  if (!assets.engine) {
    return {pages::page(assets, title, data, false),
            "without the engine, so that nothing can be broken in the page: scripts/web builds it"};
  }
  PageText whole{pages::page(assets, title, data, true), ""};
  if (whole.text.size() < largest_page_bytes) return whole;
  return {
      pages::page(assets, title, data, false),
      "without the engine, as the page would be larger than a megabyte: it can be watched; open "
      "the scenario in the lab to break something"};
}

}  // namespace rippletank::cli
