// Reads edge lists and registers them as a topology.
#include "topologies/readers/edge_list.hpp"

#include <fmt/format.h>

#include <charconv>
#include <limits>

#include "sim/registry/input_file.hpp"
#include "topologies/model.hpp"
#include "topologies/readers/numbers.hpp"
#include "topologies/readers/text.hpp"

namespace rippletank::topologies {
namespace {

constexpr std::string_view either_form = R"("FROM TO" or "FROM TO LATENCY_US")";

struct EdgeRow {
  std::uint64_t from = 0;
  std::uint64_t to = 0;
  bool has_latency = false;
  core::Time latency_ns = 0;
};

bool take_id(std::string_view& rest, std::uint64_t& id) {
  const char* const begin = rest.data();
  const auto [stop, error] = std::from_chars(begin, begin + rest.size(), id);
  rest.remove_prefix(static_cast<std::size_t>(stop - begin));
  return error == std::errc{};
}

void take_blanks(std::string_view& rest) {
  while (!rest.empty() && is_blank(rest.front())) rest.remove_prefix(1);
}

/// Takes blanks with at most one comma or semicolon among them; false when there is nothing.
bool take_separator(std::string_view& rest) {
  const std::size_t before = rest.size();
  take_blanks(rest);
  if (!rest.empty() && (rest.front() == ',' || rest.front() == ';')) rest.remove_prefix(1);
  take_blanks(rest);
  return rest.size() < before;
}

/// Takes the row apart; false when it is none. Says no reason, for speed.
bool parse_row(std::string_view line, EdgeRow& row) {
  if (!take_id(line, row.from) || !take_separator(line) || !take_id(line, row.to)) return false;
  row.has_latency = !line.empty();
  if (!row.has_latency) return true;
  if (!take_separator(line)) return false;
  const std::optional<core::Time> latency = latency_in(line, 1);
  row.latency_ns = latency.value_or(0);
  return latency.has_value();
}

std::string_view take_any_field(std::string_view& rest) {
  std::size_t length = 0;
  while (length < rest.size() && !is_blank(rest[length]) && rest[length] != ',' &&
         rest[length] != ';') {
    ++length;
  }
  const std::string_view field = rest.substr(0, length);
  rest.remove_prefix(length);
  take_separator(rest);
  return field;
}

bool looks_like_a_number(std::string_view field) { return decimal_in(field).has_value(); }

/// Why a line is no row, in words.
std::string explain(std::string_view line) {
  std::string_view rest = line;
  const std::string_view from = take_any_field(rest);
  const std::string_view to = take_any_field(rest);
  for (const std::string_view id : {from, to}) {
    if (!looks_like_a_number(id) || whole_number_in(id)) continue;
    return fmt::format("expected whole-number ids from 0 to {}, got {}",
                       std::numeric_limits<std::uint64_t>::max(), in_quotes(id));
  }
  const bool has_ids = whole_number_in(from) && whole_number_in(to);
  const std::string_view latency = take_any_field(rest);
  if (has_ids && rest.empty() && !latency.empty()) {
    return fmt::format("expected a latency of 0 to {} [us], got {}", longest_latency_us,
                       in_quotes(latency));
  }
  std::string message = fmt::format("expected {}, got {}", either_form, in_quotes(line));
  if (!has_ids && !looks_like_a_number(from)) message += "; begin comments with #";
  return message;
}

/// What was read of a file.
struct Rows {
  std::vector<std::uint64_t> ends;
  std::vector<core::Time> latency_ns;
  EdgeRow first;
  int first_line = 0;
};

void add_row(Rows& rows, const EdgeRow& row, const Lines& lines, Problems& problems) {
  if (rows.first_line == 0) {
    rows.first = row;
    rows.first_line = lines.number();
  } else if (row.has_latency != rows.first.has_latency) {
    problems.add(lines.number(), [&] {
      return fmt::format("expected {} as on line {}, got {}",
                         rows.first.has_latency ? R"("FROM TO LATENCY_US")" : R"("FROM TO")",
                         rows.first_line, in_quotes(lines.line()));
    });
  }
  if (rows.ends.size() / 2 == most_links) {
    problems.stop(lines.number(), fmt::format("expected at most {} links", most_links));
  }
  rows.ends.push_back(row.from);
  rows.ends.push_back(row.to);
  if (row.has_latency) rows.latency_ns.push_back(row.latency_ns);
}

struct EdgeListParameters {
  registry::FilePath file;
};

Graph build(const EdgeListParameters& parameters, std::uint64_t /*seed*/) {
  return parse_edge_list(registry::read_input_file(parameters.file), parameters.file.shown());
}

}  // namespace

Graph parse_edge_list(std::string_view text, const std::string& file_name) {
  Problems problems(file_name);
  check_is_text(text, problems);
  Lines lines(text, problems);
  Rows rows;
  EdgeRow row;
  while (lines.next()) {
    if (lines.is_remark("#%")) continue;
    if (parse_row(lines.line(), row)) {
      add_row(rows, row, lines, problems);
    } else {
      problems.add(lines.number(), [&] { return explain(lines.line()); });
    }
  }
  problems.stop_if_any();
  if (rows.ends.empty()) problems.stop(0, nothing_found(text, "at least one link"));

  std::optional<NumberedNodes> numbered =
      number_nodes(rows.ends, static_cast<std::uint64_t>(most_nodes));
  if (!numbered) problems.stop(0, fmt::format("expected at most {:.0f} nodes", most_nodes));
  Graph graph;
  graph.node_count = numbered->node_count;
  graph.links = std::move(numbered->links);
  graph.names = std::move(numbered->names);
  graph.latency_ns = std::move(rows.latency_ns);
  return graph;
}

RIPPLETANK_TOPOLOGY(edge_list) {
  return model<EdgeListParameters>(
      registry::describe<EdgeListParameters>(
          "edge_list",
          "Links from a file, one FROM TO pair of whole-number ids per line, optionally with a "
          "latency in microseconds as the third column.",
          "the format of the Stanford Large Network Dataset Collection (snap.stanford.edu/data); "
          "departs: direction is dropped, and a third column is a latency",
          registry::Table<EdgeListParameters>{}.required(
              "file", &EdgeListParameters::file,
              {.description = "The edge list; lines that begin with # or % are comments."}),
          {{"file", "topologies/data/six_peers.txt"}}),
      build);
}

}  // namespace rippletank::topologies
