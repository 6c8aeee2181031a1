// grid: nodes at the crossings of rows and columns, joined to their neighbours.
#include "topologies/generators/limits.hpp"
#include "topologies/model.hpp"

namespace rippletank::topologies {
namespace {

struct GridParameters {
  std::uint32_t rows = 4;
  std::uint32_t columns = 4;
};

Graph build(const GridParameters& parameters, std::uint64_t /*seed*/) {
  const std::uint32_t columns = parameters.columns;
  Graph graph;
  graph.node_count = parameters.rows * columns;
  graph.layout = Layout::grid;
  graph.links.reserve(2 * std::size_t{graph.node_count});
  graph.group.reserve(graph.node_count);
  NodeId node = 0;
  for (std::uint32_t row = 0; row < parameters.rows; ++row) {
    for (std::uint32_t column = 0; column < columns; ++column, ++node) {
      graph.group.push_back(row);
      if (column + 1 < columns) graph.links.push_back({node, node + 1});
      if (row + 1 < parameters.rows) graph.links.push_back({node, node + columns});
    }
  }
  return graph;
}

void check(const GridParameters& parameters, registry::Reader& reader) {
  const double rows = parameters.rows;
  const double columns = parameters.columns;
  check_size(rows * columns, rows * (columns - 1) + columns * (rows - 1), "rows or columns",
             reader);
}

}  // namespace

RIPPLETANK_TOPOLOGY(grid) {
  using registry::between;
  return model<GridParameters>(
      registry::describe<GridParameters>(
          "grid", "Nodes in rows and columns, each joined to the next in its row and column.",
          "Lv, Cao, Cohen, Li & Shenker, Search and replication in unstructured peer-to-peer "
          "networks, ICS 2002: the two-dimensional grid, without wrapping around",
          registry::Table<GridParameters>{}
              .field("rows", &GridParameters::rows,
                     {.unit = "rows",
                      .range = between(1, most_nodes),
                      .description = "Number of rows."})
              .field("columns", &GridParameters::columns,
                     {.unit = "columns",
                      .range = between(1, most_nodes),
                      .description = "Number of columns."})
              .check(check),
          {{"rows", 4}, {"columns", 5}}),
      build);
}

}  // namespace rippletank::topologies
