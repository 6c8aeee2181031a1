// The columns of the result tables, each with its definition.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rippletank::run {

struct Column {
  std::string name;        ///< with its unit, if it has one
  std::string definition;  ///< one sentence
};

/// A CSV file of one run. The files and the reference pages take their columns from here.
struct TableColumns {
  std::string name;         ///< of the file, without .csv
  std::string one_row_per;  ///< "query"
  std::vector<Column> columns;

  std::vector<std::string_view> names() const;
};

/// In the order in which the columns are written.
const TableColumns& query_columns();
const TableColumns& hop_columns();
const TableColumns& message_columns();
const TableColumns& peer_columns();
const TableColumns& download_columns();
const TableColumns& reachability_columns();
const TableColumns& request_columns();
const TableColumns& copy_columns();
const TableColumns& probe_columns();
const TableColumns& server_columns();
const TableColumns& link_columns();
const TableColumns& connection_columns();
const TableColumns& failure_columns();
const TableColumns& series_columns();
const TableColumns& ping_columns();

std::vector<const TableColumns*> all_columns();

}  // namespace rippletank::run
