// Reads AS relationships and registers them as a topology.
#include "topologies/readers/as_relationships.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "sim/registry/input_file.hpp"
#include "topologies/model.hpp"
#include "topologies/readers/numbers.hpp"
#include "topologies/readers/text.hpp"

namespace rippletank::topologies {
namespace {

/// AS numbers have 32 bits (RFC 6793).
constexpr std::uint64_t largest_as = 4'294'967'295;

struct Relation {
  std::uint64_t from = 0;
  std::uint64_t to = 0;
  std::int8_t relationship = 0;  ///< as in Graph
  int line = 0;
};

using Fields = std::array<std::string_view, 4>;

/// The fields of a line, empty where it has fewer; nothing when it has more.
std::optional<Fields> split(std::string_view line, bool by_bars) {
  Fields fields;
  for (std::string_view& field : fields) {
    if (by_bars) {
      const std::size_t length = std::min(line.find('|'), line.size());
      field = trimmed(line.substr(0, length));
      line.remove_prefix(std::min(length + 1, line.size()));
    } else {
      field = take_field(line);
    }
  }
  if (!trimmed(line).empty()) return {};
  return fields;
}

/// The relationship as Graph keeps it. With bars, -1 has the opposite meaning and 1 none that is
/// the same in all files, so that it is refused.
std::optional<std::int8_t> relationship_in(std::string_view text, bool by_bars) {
  if (text == "0") return std::int8_t{0};
  if (text == "-1") return by_bars ? std::int8_t{1} : std::int8_t{-1};
  if (text == "1" && !by_bars) return std::int8_t{1};
  if (text == "2" && !by_bars) return std::int8_t{2};
  return {};
}

std::optional<std::uint64_t> as_number_in(std::string_view text) {
  const std::optional<std::uint64_t> number = whole_number_in(text);
  return number && *number <= largest_as ? number : std::nullopt;
}

/// The row on a line, or nothing and a problem.
std::optional<Relation> parse_row(const Lines& lines, bool by_bars, Problems& problems) {
  const std::optional<Fields> fields = split(lines.line(), by_bars);
  if (!fields || (*fields)[2].empty() || (!by_bars && !(*fields)[3].empty())) {
    problems.add(lines.number(), [&] {
      return fmt::format("expected \"{}\", got {}", by_bars ? "FROM|TO|REL" : "FROM TO REL",
                         in_quotes(lines.line()));
    });
    return {};
  }
  const std::optional<std::uint64_t> from = as_number_in((*fields)[0]);
  const std::optional<std::uint64_t> to = as_number_in((*fields)[1]);
  if (!from || !to) {
    problems.add(lines.number(), [&] {
      return fmt::format("expected an AS number from 0 to {}, got {}", largest_as,
                         in_quotes((*fields)[from ? 1 : 0]));
    });
    return {};
  }
  const std::optional<std::int8_t> relationship = relationship_in((*fields)[2], by_bars);
  if (!relationship) {
    problems.add(lines.number(), [&] {
      return fmt::format("expected a relationship of {}, got {}",
                         by_bars ? "-1 (FROM is a provider of TO) or 0 (peers)"
                                 : "-1 (FROM is a customer of TO), 1 (a provider), 0 (a peer) "
                                   "or 2 (a sibling)",
                         in_quotes((*fields)[2]));
    });
    return {};
  }
  return Relation{*from, *to, *relationship, lines.number()};
}

/// The row as told by the end with the smaller number.
Relation from_smaller_end(Relation row) {
  if (row.from <= row.to) return row;
  std::swap(row.from, row.to);
  if (row.relationship == 1 || row.relationship == -1) {
    row.relationship = static_cast<std::int8_t>(-row.relationship);
  }
  return row;
}

/// Records every pair whose lines do not say the same of it.
void check_agreement(const std::vector<Relation>& rows, Problems& problems) {
  std::vector<Relation> told;
  for (const Relation& row : rows) {
    if (row.from != row.to) told.push_back(from_smaller_end(row));
  }
  std::sort(told.begin(), told.end(), [](const Relation& a, const Relation& b) {
    if (a.from != b.from) return a.from < b.from;
    return a.to != b.to ? a.to < b.to : a.line < b.line;
  });
  for (std::size_t i = 1; i < told.size(); ++i) {
    const Relation& before = told[i - 1];
    const Relation& now = told[i];
    if (before.from != now.from || before.to != now.to) continue;
    if (before.relationship == now.relationship) continue;
    problems.add(now.line, [&] {
      return fmt::format("expected the relationship of {} and {} to be as on line {}, got another",
                         now.from, now.to, before.line);
    });
  }
}

struct AsRelationshipsParameters {
  registry::FilePath file;
};

Graph build(const AsRelationshipsParameters& parameters, std::uint64_t /*seed*/) {
  return parse_as_relationships(registry::read_input_file(parameters.file),
                                parameters.file.shown());
}

}  // namespace

Graph parse_as_relationships(std::string_view text, const std::string& file_name) {
  Problems problems(file_name);
  check_is_text(text, problems);
  Lines lines(text, problems);
  std::vector<Relation> rows;
  std::optional<bool> by_bars;
  while (lines.next()) {
    if (lines.is_remark("#")) continue;
    if (!by_bars) by_bars = lines.line().find('|') != std::string_view::npos;
    if (const std::optional<Relation> row = parse_row(lines, *by_bars, problems))
      rows.push_back(*row);
  }
  problems.stop_if_any();
  if (rows.empty()) problems.stop(0, nothing_found(text, "at least one relationship"));
  check_agreement(rows, problems);
  problems.stop_if_any();

  Graph graph;
  std::vector<std::uint64_t> ends;
  for (const Relation& row : rows) {
    ends.push_back(row.from);
    ends.push_back(row.to);
    graph.relationship.push_back(row.relationship);
  }
  std::optional<NumberedNodes> numbered =
      number_nodes(ends, static_cast<std::uint64_t>(most_nodes));
  if (!numbered) problems.stop(0, fmt::format("expected at most {:.0f} nodes", most_nodes));
  graph.node_count = numbered->node_count;
  graph.links = std::move(numbered->links);
  graph.names = std::move(numbered->names);
  return graph;
}

RIPPLETANK_TOPOLOGY(as_relationships) {
  return model<AsRelationshipsParameters>(
      registry::describe<AsRelationshipsParameters>(
          "as_relationships",
          "Autonomous systems of the Internet with their relationships (customer, provider, peer, "
          "sibling) from a CAIDA file.",
          "The CAIDA AS Relationships Dataset (caida.org/catalog/datasets/as-relationships)",
          registry::Table<AsRelationshipsParameters>{}.required(
              "file", &AsRelationshipsParameters::file,
              {.description = "Lines of FROM TO REL as kept by SNAP, or of FROM|TO|REL as "
                              "published by CAIDA."}),
          {{"file", "topologies/data/five_systems.txt"}}),
      build);
}

}  // namespace rippletank::topologies
