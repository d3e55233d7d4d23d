#!/usr/bin/env python3
"""Sends one usage event, as often as it takes, and reads its hour back. Nothing but Python's standard library.

    set -a; . .tributary/demo.env; set +a; python3 docs/examples/send_and_read.py
"""
import http.client
import json
import os
import random
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from datetime import datetime, timezone

ORG = os.environ["CHILD_PUBLIC_ID"]
FAMILY, TYPE = "network_flows", "indexed_events_count"


def ask(request, patience=60):
    """Body and headers of the answer. A request that brings events has their ids in it: however often it arrives, they count once."""
    pause, end = 0.1, time.monotonic() + patience
    while True:
        wait = pause
        try:
            with urllib.request.urlopen(request, timeout=15) as answer:
                return json.load(answer), answer.headers
        except urllib.error.HTTPError as refusal:
            if refusal.code != 429 and refusal.code < 500:
                sys.exit(f"{refusal.code}: {refusal.read().decode()}")  # the same request would be refused again
            why, wait = refusal, float(refusal.headers.get("Retry-After", pause))
        except (OSError, http.client.HTTPException, ValueError) as failure:  # no answer, or half of one: nobody knows
            why = failure
        if time.monotonic() + wait > end:
            raise TimeoutError(f"no answer within {patience} s") from why
        time.sleep(wait * random.uniform(1, 1.2))
        pause = min(2 * pause, 10)


def send(event):
    body = json.dumps(event).encode()
    headers = {"DD-API-KEY": os.environ["INGEST_API_KEY"], "Content-Type": "application/cloudevents+json"}
    return ask(urllib.request.Request(os.environ["INGEST"] + "/v1/events", body, headers))[0]


def used(hour):
    """What the org used in an hour, as its partner sees it, and the moment up to which that is complete."""
    parameters = {"filter[timestamp][start]": hour, "filter[product_families]": FAMILY,
                  "filter[include_descendants]": "true", "filter[include_connected_accounts]": "true"}
    headers = {"DD-API-KEY": os.environ["PARTNER_API_KEY"], "DD-APPLICATION-KEY": os.environ["PARTNER_APPLICATION_KEY"]}
    total, complete_to, page = 0, None, ""
    while page is not None:
        query = urllib.parse.urlencode(parameters | ({"page[next_record_id]": page} if page else {}))
        body, answered = ask(urllib.request.Request(os.environ["API"] + "/api/v2/usage/hourly_usage?" + query, None, headers))
        for row in (each["attributes"] for each in body["data"]):
            if row["public_id"] == ORG and row["timestamp"].startswith(hour):
                total += sum(each["value"] for each in row["measurements"] if each["usage_type"] == TYPE and each["value"] is not None)
        complete_to = complete_to or datetime.fromisoformat(answered["X-Tributary-As-Of"].replace("Z", "+00:00"))
        page = body["meta"]["pagination"]["next_record_id"]
    return total, complete_to


now = datetime.now(timezone.utc)
hour = now.strftime("%Y-%m-%dT%H")
before, _ = used(hour)
event = {"specversion": "1.0", "type": "tributary.usage", "id": str(uuid.uuid4()), "source": "example", "subject": ORG,
         "time": now.isoformat(), "data": {"product_family": FAMILY, "usage_type": TYPE, "quantity": "4711"}}
for _ in range(2):  # twice, as if the first answer had been lost
    print(send(event))
sent = datetime.now(timezone.utc)
after, complete_to = used(hour)
while complete_to <= sent:
    time.sleep(0.1)
    after, complete_to = used(hour)
print(f"{FAMILY} in the hour {hour}: {before} before, {after} after, {after - before} more")
