// The table of ping times between all pairs of peers.
#pragma once

#include <filesystem>

#include "sim/run/network.hpp"
#include "sim/scenario/scenario.hpp"

namespace rippletank::run {

/// Refuses a table of pings that nobody can fill or hold.
///
/// Errors:  InputError at /measure/tables, when the underlay knows no ways between peers that are
///          not connected, and for more than 4 million pairs.
void check_ping_table(const scenario::Measure& measure, const Network& network);

/// Writes pings.csv.
///
/// Errors:  std::system_error when the file cannot be written.
/// Cost:    12 bytes per pair, and a delay for each.
void write_pings(const Network& network, const std::filesystem::path& file);

}  // namespace rippletank::run
