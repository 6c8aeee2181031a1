// links.csv of a physical underlay.
#pragma once

#include "sim/io/csv_file.hpp"
#include "sim/run/run.hpp"

namespace rippletank::run {

/// A row for each cable; those of one medium all tell what the medium carried.
void write_physical_links(const underlay::PhysicalWires& wires, const Outcome& outcome,
                          io::CsvFile& csv);

}  // namespace rippletank::run
