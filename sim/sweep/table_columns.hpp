// The columns of runs.csv and groups.csv that every sweep has.
#pragma once

#include <string>
#include <vector>

#include "sim/run/table_columns.hpp"
#include "sim/sweep/grid.hpp"

namespace rippletank::sweep {

/// Of runs.csv, besides those of what is varied, the measures and figures.
const run::TableColumns& runs_columns();
/// Of groups.csv, besides those of what is varied.
const run::TableColumns& groups_columns();

/// All names that no column of what is varied may have.
const std::vector<std::string>& fixed_columns();

/// Errors:  InputError for a name that an axis was given and that another column has.
void check_columns(const Axes& axes, const std::vector<std::string>& columns);

}  // namespace rippletank::sweep
