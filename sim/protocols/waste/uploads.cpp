// Sends files: what who has one does.
#include <algorithm>
#include <utility>

#include "sim/protocols/waste/transfers.hpp"

namespace rippletank::protocols::waste {
namespace {

/// Source:  m_file.cpp of WASTE 1.5.
constexpr std::uint32_t file_header_bytes = 81;
constexpr std::uint32_t chunk_besides_bytes = 4;

}  // namespace

void Transfers::read_request(Post& post, core::PeerId peer, const Packet& request) {
  const Download& download = downloads_[request.subject];
  if (download.wanted.owner != peer) return;
  forget_silent(post.now(), peer);
  std::vector<Upload>& uploads = uploads_[peer];
  auto upload = std::find_if(uploads.begin(), uploads.end(), [&](const Upload& other) {
    // A request may come twice: its owner has forgotten it, and then another copy comes.
    const bool is_this = other.guid == request.previous || other.guid == request.guid;
    return other.download == request.subject && is_this;
  });
  if (upload == uploads.end()) {
    if (uploads.size() >= uploads_max_) {
      if (post.counts(request.query)) ++state_.tallies.uploads_ignored;
      return;
    }
    uploads.push_back({request.subject});
    upload = uploads.end() - 1;
  }
  upload->guid = request.guid;
  upload->last_sign = post.now();
  upload->chunks.clear();
  for (const Run& run : request.runs) {
    for (std::uint32_t i = 0; i < run.count && run.first + i < download.chunks; ++i) {
      upload->chunks.push_back(run.first + i);
    }
  }
  send_header(post, peer, *upload);
}

void Transfers::read_done(core::PeerId peer, const Packet& done) {
  std::vector<Upload>& uploads = uploads_[peer];
  uploads.erase(
      std::remove_if(uploads.begin(), uploads.end(),
                     [&](const Upload& upload) { return upload.download == done.subject; }),
      uploads.end());
}

void Transfers::send_header(Post& post, core::PeerId peer, const Upload& upload) {
  Packet packet;
  packet.type = file_header;
  packet.guid = upload.guid;
  packet.query = downloads_[upload.download].wanted.query;
  packet.subject = upload.download;
  packet.length_bytes = file_header_bytes;
  relaying_.answer(post, peer, std::move(packet));
}

void Transfers::send_chunk(Post& post, core::PeerId peer, Upload& upload) {
  const Download& download = downloads_[upload.download];
  Packet packet;
  packet.type = file_chunk;
  packet.guid = upload.guid;
  packet.query = download.wanted.query;
  packet.subject = upload.download;
  packet.chunk = upload.chunks.front();
  packet.payload_bytes = bytes_of_chunk(download, packet.chunk);
  packet.length_bytes = chunk_besides_bytes + packet.payload_bytes;
  upload.chunks.pop_front();
  upload.last_sign = post.now();
  relaying_.answer(post, peer, std::move(packet));
}

bool Transfers::pass(Post& post, core::PeerId peer) {
  bool was_any = false;
  for (Upload& upload : uploads_[peer]) {
    if (upload.chunks.empty()) continue;
    const End way = relaying_.way_back(peer, upload.guid);
    if (way >= state_.links.size()) continue;
    if (state_.links[way].queue.size() >= state_.parameters.upload_queue_messages) continue;
    send_chunk(post, peer, upload);
    was_any = true;
  }
  return was_any;
}

bool Transfers::has_chunks(core::PeerId peer) const {
  const std::vector<Upload>& uploads = uploads_[peer];
  return std::any_of(uploads.begin(), uploads.end(), [&](const Upload& upload) {
    return !upload.chunks.empty() && relaying_.way_back(peer, upload.guid) < state_.links.size();
  });
}

/// One that has chunks to send is kept, even if there is no way for them.
void Transfers::forget_silent(core::Time now, core::PeerId peer) {
  std::vector<Upload>& uploads = uploads_[peer];
  uploads.erase(std::remove_if(uploads.begin(), uploads.end(),
                               [&](const Upload& upload) {
                                 return upload.chunks.empty() &&
                                        now - upload.last_sign > forget_upload_;
                               }),
                uploads.end());
}

}  // namespace rippletank::protocols::waste
