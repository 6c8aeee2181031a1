// Reads outages.
#include "sim/failures/outages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <tuple>

#include "sim/registry/input_table.hpp"
#include "sim/registry/json_text.hpp"
#include "sim/registry/reader.hpp"

namespace rippletank::failures {
namespace {

struct Row {
  double down_s = 0;
  double up_s = 0;
  NodeId node = 0;

  auto key() const { return std::tuple(down_s, up_s, node); }
};

constexpr double never_s = std::numeric_limits<double>::infinity();

std::optional<double> seconds_in(const std::string& field) {
  const std::optional<double> seconds = registry::number_in(field);
  if (!seconds || !(*seconds >= 0 && *seconds <= core::longest_s)) return {};
  return seconds;
}

/// Reads the rows of one table.
class OutageRows {
 public:
  OutageRows(const registry::CsvTable& table, const Plant& plant, Eligible eligible,
             registry::RowMistakes& mistakes)
      : id_(*table.find("id")),
        down_(*table.find("down_s")),
        up_(*table.find("up_s")),
        plant_(plant),
        eligible_(eligible),
        mistakes_(mistakes) {}

  std::optional<Row> read(const registry::CsvTable::Row& row) {
    const std::optional<NodeId> node = node_in(row);
    const std::optional<double> down_s = time_in(row, down_, "down_s");
    std::optional<double> up_s = never_s;
    if (!row.fields[up_].empty()) up_s = time_in(row, up_, "up_s");
    if (!node || !down_s || !up_s) return {};
    if (*up_s <= *down_s) {
      mistakes_.add(row.line, fmt::format("up_s: expected more than down_s ({}), got {}",
                                          row.fields[down_], row.fields[up_]));
      return {};
    }
    return Row{*down_s, *up_s, *node};
  }

 private:
  std::optional<NodeId> node_in(const registry::CsvTable::Row& row) {
    const std::string& name = row.fields[id_];
    const std::optional<NodeId> node = plant_.find(name);
    if (!node) {
      mistakes_.add(row.line,
                    fmt::format("id: no {} {} in {}; {}", plant_.noun, registry::found(name),
                                plant_.place, plant_.advise(name)));
      return {};
    }
    const bool hosts = eligible_ == Eligible::hosts;
    if (eligible_ != Eligible::all && plant_.is_device[*node] == hosts) {
      mistakes_.add(row.line,
                    fmt::format("id: expected a {}, and {} is a {}", hosts ? "host" : "device",
                                registry::found(name), hosts ? "device" : "host"));
      return {};
    }
    return node;
  }

  std::optional<double> time_in(const registry::CsvTable::Row& row, std::size_t column,
                                const char* name) {
    const std::optional<double> seconds = seconds_in(row.fields[column]);
    if (!seconds) {
      mistakes_.add(row.line,
                    fmt::format("{}: expected a number like 0.5, 0 to {} [s], got {}", name,
                                core::longest_s, registry::found(row.fields[column])));
    }
    return seconds;
  }

  std::size_t id_;
  std::size_t down_;
  std::size_t up_;
  const Plant& plant_;
  Eligible eligible_;
  registry::RowMistakes& mistakes_;
};

}  // namespace

std::vector<Outage> parse_outages(std::string_view text, const std::string& file,
                                  const Plant& plant, Eligible eligible) {
  const registry::CsvTable table =
      registry::read_table(text, file, {.needed = {"id", "down_s", "up_s"}, .optional = {}});
  registry::RowMistakes mistakes(file);
  OutageRows reader(table, plant, eligible, mistakes);
  std::vector<Row> rows;
  for (const registry::CsvTable::Row& row : table.rows) {
    if (const std::optional<Row> read = reader.read(row)) rows.push_back(*read);
    if (mistakes.are_many()) break;
  }
  mistakes.throw_if_any();
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.key() < b.key(); });
  std::vector<Outage> outages;
  for (const Row& row : rows) {
    if (outages.empty() || outages.back().down_s != row.down_s || outages.back().up_s != row.up_s) {
      outages.push_back({row.down_s, row.up_s, {}});
    }
    std::vector<NodeId>& nodes = outages.back().nodes;
    if (nodes.empty() || nodes.back() != row.node) nodes.push_back(row.node);
  }
  return outages;
}

}  // namespace rippletank::failures
