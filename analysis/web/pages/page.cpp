// Puts pages together.
#include "analysis/web/pages/page.hpp"

#include <map>

#include "analysis/web/pages/packing.hpp"
#include "sim/core/check.hpp"
#include "topologies/writers/text.hpp"

namespace rippletank::pages {
namespace {

std::string packed_scripts(const Assets& assets, bool with_engine) {
  registry::Json scripts = registry::Json::object();
  for (const auto& [name, text] : assets.scripts) scripts[name] = text;
  if (with_engine) scripts["engine"] = assets.engine->first;
  return packed(scripts.dump());
}

/// The skeleton with every {{name}} replaced; what replaces it is not looked at again.
std::string filled(const std::string& skeleton, const std::map<std::string, std::string>& parts) {
  std::string page;
  std::size_t at = 0;
  for (std::size_t open = skeleton.find("{{"); open != std::string::npos;
       open = skeleton.find("{{", at)) {
    const std::size_t close = skeleton.find("}}", open);
    page.append(skeleton, at, open - at);
    page += parts.at(skeleton.substr(open + 2, close - open - 2));
    at = close + 2;
  }
  return page.append(skeleton, at, std::string::npos);
}

}  // namespace

std::string page(const Assets& assets, const std::string& title, const Content& content,
                 bool with_engine) {
  RIPPLETANK_CHECK(!with_engine || assets.engine, "a page cannot have an engine that is not built");
  return filled(assets.skeleton,
                {{"title", topologies::xml_escaped(topologies::one_line(title))},
                 {"style", assets.style},
                 {"boot", assets.boot},
                 {"scripts", packed_scripts(assets, with_engine)},
                 {"data", packed(content.data.dump(-1, ' ', false,
                                                   registry::Json::error_handler_t::replace))},
                 {"messages", packed(content.messages)},
                 {"engine", with_engine ? base128(assets.engine->second) : ""}});
}

}  // namespace rippletank::pages
