// Transfers: files, chunk by chunk along the way of answers.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "sim/core/time.hpp"
#include "sim/protocols/waste/relaying.hpp"

namespace rippletank::protocols::waste {

using DownloadId = std::uint32_t;

/// Who fetches what from whom.
struct Wanted {
  core::PeerId peer = 0;
  core::PeerId owner = 0;
  core::ItemId item = 0;
  overlay::QueryNumber query = overlay::no_query;
};

/// A peer asks for some chunks at a time, by a broadcast of which only the owner takes notice; each
/// request so finds the way anew. The owner answers with a header and then with chunks, as long as
/// few messages wait for its link; those in between pass them on, and drop what their queues cannot
/// hold. When all has come the peer asks for a quarter more; when some do not come, it asks for as
/// many fewer, half a minute later. An owner that sends as many files as it may answers no others.
///
/// Nothing of a file goes from peer to peer but over their links, so a download that counts has the
/// method "routed", or "direct" if its owner is a neighbour, and carries what of the file itself
/// comes to who fetches it, once.
///
/// Source:  xfers.cpp and m_file.cpp of WASTE 1.5. Departs: who fetches turns to no other owner,
///          and starts downloads only while it has a link; the option to dial the owner is left
///          out, and so are aborts; times are no whole seconds.
class Transfers {
 public:
  Transfers(State& state, Relaying& relaying, const overlay::SetUp& set_up);

  // ---- who fetches ----

  void begin(Post& post, const Wanted& wanted);
  void read_header(Post& post, const Packet& header);
  void read_chunk(Post& post, const Packet& chunk);
  /// Starts downloads of a peer, as many as it may.
  void start(Post& post, core::PeerId peer);
  void ring_start(Post& post, core::PeerId peer);
  void ring_silence(Post& post, const overlay::Letter& timer);

  // ---- who has it ----

  void read_request(Post& post, core::PeerId peer, const Packet& request);
  void read_done(core::PeerId peer, const Packet& done);
  /// One chunk of each upload for which there is room; true if there was any.
  bool pass(Post& post, core::PeerId peer);
  /// Whether chunks wait for which there is a way.
  bool has_chunks(core::PeerId peer) const;

  /// A peer goes offline, and its program ends.
  void go(Post& post, core::PeerId peer);

 private:
  enum class Progress : std::uint8_t { waiting, active, over };

  struct Download {
    Wanted wanted;
    std::uint64_t bytes = 0;
    std::uint32_t chunks = 0;
    std::vector<bool> got = {};  ///< [chunk]
    std::uint32_t missing = 0;   ///< chunks
    std::uint64_t missing_bytes = 0;
    std::uint32_t first_missing = 0;  ///< none before this one is
    Progress progress = Progress::waiting;
    std::uint32_t tries = 0;  ///< in vain
    bool knows_size = false;
    // Of the last request:
    Guid guid = no_guid;
    std::uint32_t window = 0;       ///< chunks that it may ask for
    std::uint32_t outstanding = 0;  ///< of those that it asks for
    bool has_header = false;
    bool has_heard = false;
    core::Time patient_until = 0;
    std::optional<std::size_t> record = {};  ///< of this try, among the downloads
  };

  struct Upload {
    DownloadId download = 0;
    Guid guid = no_guid;
    std::deque<std::uint32_t> chunks = {};
    core::Time last_sign = 0;
  };

  struct Fetching {
    std::deque<DownloadId> waiting = {};
    std::vector<DownloadId> active = {};
    std::optional<core::Time> last_start = {};
    bool is_to_start = false;  ///< a timer is set
  };

  std::uint32_t bytes_of_chunk(const Download& download, std::uint32_t chunk) const;
  std::optional<DownloadId> next_to_start(core::PeerId peer) const;
  void start_one(Post& post, DownloadId id);
  void open_record(Post& post, Download& download);
  void close_record(Post& post, Download& download, bool is_complete);
  void request(Post& post, DownloadId id, Guid previous);
  std::vector<Run> next_runs(Download& download) const;
  bool is_late(const Download& download, const Packet& packet);
  void hear(Post& post, DownloadId id);
  void go_on(Post& post, DownloadId id);
  void complete(Post& post, DownloadId id);
  void stop(Post& post, DownloadId id, bool is_complete);
  void wake(Post& post, DownloadId id, core::Time at, bool has_heard);

  void send_header(Post& post, core::PeerId peer, const Upload& upload);
  void send_chunk(Post& post, core::PeerId peer, Upload& upload);
  void forget_silent(core::Time now, core::PeerId peer);

  State& state_;
  Relaying& relaying_;
  std::uint32_t uploads_max_;
  core::Time start_gap_;
  core::Time silence_;
  core::Time forget_upload_;
  std::vector<Download> downloads_;
  std::vector<Fetching> fetching_;            ///< [peer]
  std::vector<std::vector<Upload>> uploads_;  ///< [peer]
};

}  // namespace rippletank::protocols::waste
