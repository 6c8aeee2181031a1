// links.csv of an internet.
#pragma once

#include "sim/io/csv_file.hpp"
#include "sim/run/run.hpp"

namespace rippletank::run {

/// A row for each core link, then one for each access link, from peer to router.
void write_internet_links(const underlay::InternetWires& wires, const Outcome& outcome,
                          io::CsvFile& csv);

}  // namespace rippletank::run
