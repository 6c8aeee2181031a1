// The parameters of WASTE: what a scenario says about a mesh of friends.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/registry/table.hpp"

namespace rippletank::protocols::waste {

struct Parameters {
  // Who is connected, and how a link comes up.
  double join_spread_s = 10;
  double retry_s = 30;
  double handshake_s = 20;
  std::uint32_t dial_tries = 100;
  // Lines and the loop of the program.
  double speed_kbit_s = 128;
  bool paced = true;
  double relay_kbit_s = 64;
  double loop_ms = 33;
  std::optional<std::uint32_t> send_ahead_bytes;
  std::uint32_t queue_messages = 256;
  bool saturate = false;
  // Floods and the way back.
  std::uint32_t origin_ttl_hops = 96;
  std::uint32_t ttl_hops = 6;
  std::uint32_t guids_kept = 8192;
  // What peers tell without being asked.
  double ping_s = 30;
  double key_s = 600;
  bool user_lists = true;
  std::uint32_t nick_bytes = 8;
  std::uint32_t key_bytes = 195;
  std::uint32_t capabilities_bytes = 24;
  // Searches.
  std::uint32_t text_bytes = 10;
  std::uint32_t name_bytes = 40;
  // Files.
  std::uint32_t chunk_bytes = 4096;
  std::uint32_t window_chunks = 32;
  std::uint32_t window_least_chunks = 4;
  std::uint32_t window_most_chunks = 64;
  std::uint32_t upload_queue_messages = 64;
  std::uint32_t uploads_max = 16;
  std::uint32_t downloads_max = 4;
  double start_s = 2;
  double silence_s = 30;
  double forget_upload_s = 300;
  std::uint32_t download_tries = 10;

  static registry::Section section();
};

}  // namespace rippletank::protocols::waste
