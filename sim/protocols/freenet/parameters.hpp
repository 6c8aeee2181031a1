// The parameters of Freenet: what a scenario says of its nodes, their stores and their rules.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include "sim/registry/codec.hpp"
#include "sim/registry/entry.hpp"
#include "sim/registry/table.hpp"

namespace rippletank::protocols::freenet {

/// How far two keys are apart: around the circle of all keys, or on the line from the least to the
/// greatest.
enum class Closeness : std::uint8_t { circle, line };

/// Which peers on its way lower the hops to live of a request.
enum class HtlRule : std::uint8_t { every_hop, by_chance };

/// A peer waits for so many standard deviations longer than a hop is expected to take.
inline constexpr double patience_deviations = 1.96;

/// Bytes of each message, without data.
struct Sizes {
  std::uint32_t data_request_bytes = 120;
  std::uint32_t insert_request_bytes = 122;
  std::uint32_t accepted_bytes = 46;
  std::uint32_t rejected_bytes = 102;
  std::uint32_t restarted_bytes = 52;
  std::uint32_t data_not_found_bytes = 71;
  std::uint32_t insert_reply_bytes = 49;
  std::uint32_t data_header_bytes = 326;
  std::uint32_t store_data_bytes = 1342;
  std::uint32_t announcement_bytes = 1772;
  std::uint32_t announcement_reply_bytes = 108;
  std::uint32_t announcement_execute_bytes = 181;
  std::uint32_t announcement_complete_bytes = 85;

  static const registry::Section& section();
};

/// With the defaults of Freenet 0.5.
struct Parameters {
  Parameters();

  std::uint32_t htl_hops = 20;
  HtlRule htl_rule = HtlRule::by_chance;
  Closeness closeness = Closeness::line;
  std::optional<std::uint32_t> store_items;
  std::optional<std::uint64_t> store_bytes = 256'000'000;
  double largest_share = 0.005;
  std::optional<std::uint32_t> table_references;
  std::optional<std::uint32_t> table_nodes = 50;
  std::optional<std::uint32_t> references_per_node = 50;
  double reset_probability = 0.05;
  double hop_decay = 0.8;
  double store_free_share = 0.9;
  double table_free_share = 0.3;
  bool accepts = true;
  bool restarts = true;
  bool store_data = true;
  std::uint32_t failed_keys = 1000;
  double failed_keys_s = 1800;
  std::optional<std::uint32_t> requests_per_min = 300;
  double hop_s = 4;
  double hop_sd_s = 7;
  bool forgets_unreachable = true;
  double transient = 0;
  registry::Model publishing;
  std::optional<std::uint32_t> first_peers;
  double grow_every_s = 5;
  std::uint32_t announce_htl_hops = 15;
  std::uint32_t announce_attempts = 3;
  double probe_every_s = 0;
  std::uint32_t probe_requests = 300;
  std::uint32_t probe_htl_hops = 500;
  std::uint32_t part_bytes = 16384;
  Sizes sizes;
};

/// The table that they are read by.
registry::Section section();

/// The simpler rules of the simulations in the paper that proposed Freenet.
Parameters of_the_paper();

}  // namespace rippletank::protocols::freenet

template <>
struct rippletank::registry::ChoiceNames<rippletank::protocols::freenet::Closeness> {
  using Closeness = rippletank::protocols::freenet::Closeness;
  static constexpr std::array<std::pair<const char*, Closeness>, 2> names = {
      {{"circle", Closeness::circle}, {"line", Closeness::line}}};
};

template <>
struct rippletank::registry::ChoiceNames<rippletank::protocols::freenet::HtlRule> {
  using HtlRule = rippletank::protocols::freenet::HtlRule;
  static constexpr std::array<std::pair<const char*, HtlRule>, 2> names = {
      {{"every_hop", HtlRule::every_hop}, {"by_chance", HtlRule::by_chance}}};
};
