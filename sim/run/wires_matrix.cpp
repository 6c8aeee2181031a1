// Lays wires by a matrix: peers on hosts whose round-trip times were measured.
#include <memory>
#include <utility>

#include "sim/run/wires.hpp"
#include "sim/underlay/matrix.hpp"

namespace rippletank::run {

LaidWires lay_matrix_wires(const OverlayGraph& overlay) {
  const auto& parameters = overlay.scenario.underlay.as<underlay::MatrixParameters>();
  struct Placed {
    underlay::MatrixDelays delays;
    std::vector<underlay::SiteId> host_of;
  };
  auto placed = std::make_shared<Placed>(
      Placed{underlay::MatrixDelays(topologies::read_latency_matrix(parameters.file), parameters,
                                    parameters.file.shown()),
             {}});
  placed->host_of = place_peers(overlay, "random", placed->delays.hosts(), "hosts");
  const std::vector<std::string> notes = placed->delays.notes();
  std::vector<underlay::SiteId> host_of = placed->host_of;
  LaidWires laid = delays_between_peers(
      overlay,
      [placed = std::shared_ptr<const Placed>(std::move(placed))](core::PeerId from,
                                                                  core::PeerId to) {
        return placed->delays.delay(placed->host_of[from], placed->host_of[to]);
      },
      {parameters.segment_payload_bytes, parameters.segment_header_bytes});
  laid.host_of = std::move(host_of);
  laid.peers_share_hosts = true;
  laid.notes.insert(laid.notes.end(), notes.begin(), notes.end());
  return laid;
}

}  // namespace rippletank::run
