"""Traces of two processes' recordings, read by the descriptors of Perfetto's own package, and as Chrome's JSON.

export_test.py <micromegas> <traced_program> <folder for the package>
"""

import json
import os
import subprocess
import sys
import tempfile
import time

COMMAND, PROGRAM, PACKAGES = sys.argv[1:]
VERSION = "0.59.1"
if not os.path.exists(os.path.join(PACKAGES, f"perfetto-{VERSION}.dist-info")):
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--root-user-action=ignore", "--upgrade", "--no-deps", "--target", PACKAGES,
                    f"perfetto=={VERSION}", "protobuf==6.33.1"], check=True)
sys.path.insert(0, PACKAGES)

from google.protobuf.message import Message  # noqa: E402
from google.protobuf.unknown_fields import UnknownFieldSet  # noqa: E402
from perfetto.protos.perfetto.trace.perfetto_trace_pb2 import Trace, TrackEvent  # noqa: E402


def assert_known(message):
    """Every field of the message, at any depth, is one of Perfetto's."""
    assert len(UnknownFieldSet(message)) == 0, f"unknown fields in {message}"
    for field, value in message.ListFields():
        if field.message_type is not None:
            for part in [value] if isinstance(value, Message) else value:
                assert_known(part)


def record(folder):
    """The recordings of two runs, and the times before and after each."""
    runs = []
    for name in ("first", "second"):
        path = os.path.join(folder, f"{name}.mmrec")
        before = time.time_ns()
        subprocess.run([PROGRAM], check=True, env={**os.environ, "MICROMEGAS_RECORDING": path,
                                                   "MICROMEGAS_ENABLE_CPU_TRACING": "true"})
        runs.append((path, before, time.time_ns()))
    return runs


def check_perfetto(bytes_of_trace, runs):
    trace = Trace.FromString(bytes_of_trace)
    assert_known(trace)
    tracks = {}
    events = []
    for packet in trace.packet:
        if packet.HasField("track_descriptor"):
            tracks[packet.track_descriptor.uuid] = packet.track_descriptor
        if packet.HasField("track_event"):
            events.append((packet.timestamp, packet.track_event))
    assert all(event.track_uuid in tracks for _, event in events)
    assert all(not track.parent_uuid or track.parent_uuid in tracks for track in tracks.values())

    def process_of(track):
        while track.parent_uuid:
            track = tracks[track.parent_uuid]
        return track.process.pid

    processes = sorted(track.process.pid for track in tracks.values() if track.HasField("process"))
    assert len(processes) == 2, processes
    for number, (_, before, after) in zip(processes, runs):
        own = [(at, event) for at, event in events if process_of(tracks[event.track_uuid]) == number]
        # Perfetto's clock is that of the wall; the processes ran one after the other.
        assert all(before <= at <= after for at, _ in own), (before, after, [at for at, _ in own])
        counters = [event.double_counter_value for _, event in own if event.type == TrackEvent.TYPE_COUNTER]
        assert counters == [7], counters
        check_flows(tracks, own)
        check_properties(own)


def check_properties(events):
    """The end of a slice has them, and the trace processor adds them to those of its begin."""
    ended = [{note.name: note.string_value for note in event.debug_annotations}
             for _, event in events if event.type == TrackEvent.TYPE_SLICE_END]
    assert sorted(filter(None, ended), key=len) == [{"ratio": "0.5"}, {"url": "ü", "bytes": "7"}], ended


def check_flows(tracks, events):
    """From the thread that begins an async span to the span, and from there to the thread that ends it."""
    begins = {event.name: event for _, event in events if event.type == TrackEvent.TYPE_SLICE_BEGIN}
    assert set(begins) == {"main", "fetch", "connect"}, begins
    assert tracks[begins["connect"].track_uuid].parent_uuid == begins["fetch"].track_uuid
    for name in ("fetch", "connect"):
        [flow] = begins[name].flow_ids
        steps = [event for _, event in sorted(events, key=lambda timed: timed[0])
                 if flow in event.flow_ids or flow in event.terminating_flow_ids]
        assert [event.type for event in steps] == [TrackEvent.TYPE_INSTANT, TrackEvent.TYPE_SLICE_BEGIN,
                                                   TrackEvent.TYPE_INSTANT], steps
        first, _, last = steps
        assert first.track_uuid == begins["main"].track_uuid
        assert tracks[last.track_uuid].HasField("thread") and last.track_uuid != first.track_uuid
        assert list(last.terminating_flow_ids) == [flow]


def check_chrome(trace):
    events = trace["traceEvents"]
    for process in {event["pid"] for event in events}:
        own = [event for event in events if event["pid"] == process]
        for name in ("fetch", "connect"):
            [start] = [event for event in own if event["ph"] == "s" and event["name"] == name]
            [finish] = [event for event in own if event["ph"] == "f" and event["name"] == name]
            assert start["id"] == finish["id"] and start["tid"] != finish["tid"], (start, finish)
            assert start["ts"] <= finish["ts"]
        [main] = [event for event in own if event["ph"] == "E"]
        assert main["args"] == {"ratio": "0.5"}, main
        [fetch] = [event for event in own if event["ph"] == "e" and event["name"] == "fetch"]
        assert (fetch["args"]["url"], fetch["args"]["bytes"]) == ("ü", "7"), fetch
    flows = [event["id"] for event in events if event["ph"] == "s"]
    assert len(flows) == len(set(flows)) == 4, flows


with tempfile.TemporaryDirectory() as folder:
    runs = record(folder)
    files = [path for path, _, _ in runs]
    output = os.path.join(folder, "trace")
    subprocess.run([COMMAND, "export", *files, "-o", output], check=True)
    with open(output, "rb") as trace:
        check_perfetto(trace.read(), runs)
    subprocess.run([COMMAND, "export", "--format", "chrome", *files, "-o", output], check=True)
    with open(output, encoding="utf-8") as trace:
        check_chrome(json.load(trace))
