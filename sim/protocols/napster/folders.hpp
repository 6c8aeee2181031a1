// Folders: which files clients share, and which they have withdrawn.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/core/random.hpp"
#include "sim/overlay/content.hpp"

namespace rippletank::protocols::napster {

/// Clients share what they hold, up to a number of files, and withdraw some of it for good.
///
/// The n-th file that a client withdraws is remembered as that, so that a server that has been told
/// of the first so many finds the others.
///
/// Cost:    4 bytes a copy if files are withdrawn, otherwise nothing.
class Folders {
 public:
  /// `content`: null if there is none, then nobody shares anything.
  Folders(const overlay::Content* content, core::PeerId peers, std::uint32_t files_max,
          bool withdraws);

  /// How many files a client has withdrawn.
  std::uint32_t withdrawn(core::PeerId client) const {
    return withdrawn_.empty() ? 0 : withdrawn_[client];
  }
  /// How many it shares now.
  std::uint32_t shared(core::PeerId client) const {
    return shared_at_first(client) - withdrawn(client);
  }
  bool shares(core::PeerId client, core::ItemId item) const;

  /// Whether the holder at a place in the row of an item shares it once it has withdrawn so many
  /// files.
  bool shares_after(core::ItemId item, std::size_t place, std::uint32_t withdrawn) const;

  /// Calls `visit(item)` for each file that a client shares now.
  template <class Visit>
  void for_each_shared(core::PeerId client, Visit visit) const {
    const std::uint32_t files = shared_at_first(client);
    for (std::uint32_t i = 0; i < files; ++i) {
      const core::ItemId item = content_->holdings(client)[i];
      if (withdrawn(client) == 0 || shares(client, item)) visit(item);
    }
  }

  /// A client withdraws one of its files, all of them alike; nothing if it shares none.
  ///
  /// Random:  one number.
  std::optional<core::ItemId> withdraw(core::PeerId client, core::Substream& random);
  /// It withdraws all of them.
  void withdraw_all(core::PeerId client);

 private:
  static constexpr std::uint32_t never = std::numeric_limits<std::uint32_t>::max();

  std::uint32_t shared_at_first(core::PeerId client) const;
  std::size_t copy(core::ItemId item, std::size_t place) const;
  void note_withdrawn(core::PeerId client, core::ItemId item);

  const overlay::Content* content_;
  std::uint32_t files_max_;
  std::vector<std::uint32_t> withdrawn_;  ///< [peer]; empty if nothing is withdrawn
  std::vector<std::uint32_t> rank_;       ///< [copy] how many its holder withdrew before, or never
};

}  // namespace rippletank::protocols::napster
