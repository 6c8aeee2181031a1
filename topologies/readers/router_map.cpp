// Reads Rocketfuel router maps.
#include "topologies/readers/router_map.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "sim/registry/counts.hpp"
#include "topologies/readers/first_appearance.hpp"
#include "topologies/readers/numbers.hpp"
#include "topologies/readers/text.hpp"

namespace rippletank::topologies {
namespace {

using registry::count_in_words;

constexpr std::string_view router_form =
    R"("UID @PLACE [+] [bb] (NEIGHBOURS) [&EXTERNAL] -> <UID> … {-EUID} … =NAME rN")";

struct Router {
  std::uint64_t uid = 0;
  std::string_view place;
  std::vector<std::uint64_t> neighbours;
  int line = 0;
};

/// What stands between an opening and a closing sign, or nothing.
std::optional<std::string_view> inside(std::string_view field, std::string_view open,
                                       std::string_view close) {
  if (field.size() <= open.size() + close.size()) return {};
  if (field.substr(0, open.size()) != open) return {};
  if (field.substr(field.size() - close.size()) != close) return {};
  return field.substr(open.size(), field.size() - open.size() - close.size());
}

/// Whether a field is a whole number between two signs, such as (7) or &7.
bool is_number_inside(std::string_view field, std::string_view open, std::string_view close) {
  const std::optional<std::string_view> number = inside(field, open, close);
  return number && whole_number_in(*number);
}

/// "-euid =address rN"
bool is_external_line(std::string_view line) {
  const std::string_view euid = take_field(line);
  const std::string_view address = take_field(line);
  return is_number_inside(euid, "-", "") && !address.empty() && address.front() == '=';
}

/// Takes `@place [+] [bb] (n) [&n] ->`; false when the line is otherwise. A place may have blanks.
bool take_head(std::string_view& rest, Router& router) {
  const std::size_t at = rest.find_first_not_of(" \t");
  const std::size_t open = rest.find('(');
  if (at == std::string_view::npos || rest[at] != '@' || open == std::string_view::npos) {
    return false;
  }
  std::string_view place = trimmed(rest.substr(at + 1, open - at - 1));
  for (const std::string_view mark : {" bb", " +"}) {
    const bool marked =
        place.size() >= mark.size() && place.substr(place.size() - mark.size()) == mark;
    if (marked) place = trimmed(place.substr(0, place.size() - mark.size()));
  }
  router.place = place;
  rest.remove_prefix(open);
  if (!is_number_inside(take_field(rest), "(", ")")) return false;
  std::string_view field = take_field(rest);
  if (is_number_inside(field, "&", "")) field = take_field(rest);
  return field == "->";
}

/// Takes `<uid> … {-euid} … =name rN`.
bool take_tail(std::string_view& rest, Router& router, std::uint64_t& externals) {
  bool is_named = false;
  for (std::string_view field = take_field(rest); !field.empty(); field = take_field(rest)) {
    const std::optional<std::string_view> uid = inside(field, "<", ">");
    const std::optional<std::uint64_t> number = uid ? whole_number_in(*uid) : std::nullopt;
    if (is_named) return is_number_inside(field, "r", "") && take_field(rest).empty();
    if (number) {
      router.neighbours.push_back(*number);
    } else if (is_number_inside(field, "{-", "}")) {
      ++externals;
    } else if (field.front() == '=') {
      is_named = true;
    } else {
      return false;
    }
  }
  return is_named;
}

/// What was read of a map.
struct Map {
  std::vector<Router> routers;
  std::uint64_t externals = 0;
};

void read_line(const Lines& lines, Map& map, Problems& problems) {
  if (is_external_line(lines.line())) return;
  std::string_view rest = lines.line();
  const std::string_view uid = take_field(rest);
  const std::optional<std::uint64_t> number = whole_number_in(uid);
  Router router{number.value_or(0), {}, {}, lines.number()};
  if (number && take_head(rest, router) && take_tail(rest, router, map.externals)) {
    map.routers.push_back(std::move(router));
    return;
  }
  problems.add(lines.number(), [&] {
    return fmt::format("expected {}, got {}", router_form, in_quotes(lines.line()));
  });
}

/// The node of every uid; a uid that two lines have is a mistake.
std::unordered_map<std::uint64_t, NodeId> nodes_by_uid(const std::vector<Router>& routers,
                                                       Problems& problems) {
  std::unordered_map<std::uint64_t, NodeId> nodes;
  for (const Router& router : routers) {
    const auto [entry, is_new] = nodes.try_emplace(router.uid, static_cast<NodeId>(nodes.size()));
    if (is_new) continue;
    problems.add(router.line, fmt::format("expected every uid once, got {} again (first on line "
                                          "{})",
                                          router.uid, routers[entry->second].line));
    problems.stop_if_any();
  }
  return nodes;
}

}  // namespace

bool is_router_map_line(std::string_view line) {
  if (is_external_line(line)) return true;
  take_field(line);
  const std::string_view place = take_field(line);
  return !place.empty() && place.front() == '@';
}

Graph parse_router_map(std::string_view text, Problems& problems) {
  Lines lines(text, problems);
  Map map;
  while (lines.next()) {
    if (!lines.is_remark("#")) read_line(lines, map, problems);
  }
  problems.stop_if_any();
  const auto nodes = nodes_by_uid(map.routers, problems);

  Graph graph;
  graph.node_count = static_cast<NodeId>(map.routers.size());
  FirstAppearance<std::string_view> places;
  std::vector<std::string> names;
  std::uint64_t unlisted = 0;
  for (NodeId node = 0; node < graph.node_count; ++node) {
    const Router& router = map.routers[node];
    names.push_back(std::to_string(router.uid));
    graph.group.push_back(places.number_of(router.place));
    for (const std::uint64_t uid : router.neighbours) {
      const auto neighbour = nodes.find(uid);
      if (neighbour == nodes.end()) {
        ++unlisted;
      } else {
        graph.links.push_back({node, neighbour->second});
      }
    }
  }
  if (graph.links.empty()) problems.stop(0, "expected at least one link between listed routers");
  graph.names = names_of_nodes(std::move(names));
  if (map.externals > 0) {
    graph.notes.push_back("left out " + count_in_words(map.externals, "link", "links") +
                          " to external addresses");
  }
  if (unlisted > 0) {
    graph.notes.push_back("left out " + count_in_words(unlisted, "link", "links") +
                          " to routers that the map does not list");
  }
  return graph;
}

}  // namespace rippletank::topologies
