// Readers: who has read which of the lines that are on their way, so that each counts once.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/pool.hpp"
#include "sim/overlay/letter.hpp"
#include "sim/protocols/irc/sessions.hpp"

namespace rippletank::protocols::irc {

/// While links or connections are made anew a line may reach a user twice.
///
/// Shape:   a bit per peer for each line that travels, 8 bytes for each that ever was said.
class Readers {
 public:
  explicit Readers(core::PeerId peers) : peers_(peers) {}

  void sent(overlay::QueryNumber line) {
    if (line >= lines_.size()) lines_.resize(line + std::size_t{1});
    ++lines_[line].travelling;
  }
  void ended(overlay::QueryNumber line) {
    Travelling& travelling = lines_[line];
    if (--travelling.travelling > 0 || travelling.readers == none) return;
    readers_.take(travelling.readers);
    travelling.readers = none;
  }
  /// Whether a user reads a line, a letter of which has just arrived, for the first time.
  bool is_first(overlay::QueryNumber line, core::PeerId user) {
    std::uint32_t& readers = lines_[line].readers;
    if (readers == none) readers = readers_.put(std::vector<bool>(peers_));
    if (readers_[readers][user]) return false;
    readers_[readers][user] = true;
    return true;
  }

 private:
  struct Travelling {
    std::uint32_t travelling = 0;  ///< letters
    std::uint32_t readers = none;  ///< who has read it; none: nobody so far
  };

  core::PeerId peers_;
  std::vector<Travelling> lines_;  ///< [query number]
  core::Pool<std::vector<bool>> readers_;
};

}  // namespace rippletank::protocols::irc
