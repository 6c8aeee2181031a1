// The parameters of Napster: what a scenario says about its clients and servers.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include "sim/protocols/parts/download_parameters.hpp"
#include "sim/protocols/parts/server_parameters.hpp"
#include "sim/registry/codec.hpp"
#include "sim/registry/table.hpp"

namespace rippletank::protocols::napster {

/// From whom of those that it has found a client fetches first.
enum class SourceChoice : std::uint8_t { fastest, random, listed };

struct Parameters {
  std::uint32_t nick_bytes = 5;
  std::uint32_t password_bytes = 7;
  std::uint32_t client_version_bytes = 8;
  std::uint32_t email_bytes = 21;
  std::uint32_t file_name_bytes = 29;
  std::uint32_t search_text_bytes = 13;
  std::uint32_t error_text_bytes = 30;
  std::uint32_t results_max = 100;
  std::uint32_t files_max = 5000;
  std::optional<std::uint32_t> user_limit;
  bool redirector = false;
  bool linked = false;
  bool local_only = false;
  SourceChoice source_choice = SourceChoice::fastest;
  double unshare_rate_per_min = 0;
  double stop_sharing_share = 0;
  double login_spread_s = 10;
  double retry_s = 60;
  double silence_s = 60;
  double request_timeout_s = 60;
  double search_timeout_s = 180;
  ServerParameters server;
  DownloadParameters downloads;

  static registry::Section section();
};

}  // namespace rippletank::protocols::napster

template <>
struct rippletank::registry::ChoiceNames<rippletank::protocols::napster::SourceChoice> {
  using SourceChoice = rippletank::protocols::napster::SourceChoice;
  static constexpr std::array<std::pair<const char*, SourceChoice>, 3> names = {
      {{"fastest", SourceChoice::fastest},
       {"random", SourceChoice::random},
       {"listed", SourceChoice::listed}}};
};
