"""A yardstick, not a part of Hearth: Python's `websockets` telling every client a temperature twice
a second. script/bench measures it beside the daemon."""

import asyncio

import websockets

MESSAGE = (
    '{"settings":{"warehouse_temper":25,"cal_warehouse_temp":25.0,"cal_ptc_temp":25.0}}'
)


async def main():
    clients = set()

    async def serve(client, *_):
        clients.add(client)
        try:
            await client.wait_closed()
        finally:
            clients.discard(client)

    async with websockets.serve(
        serve, "127.0.0.1", 0, ping_interval=None, compression=None, max_queue=1
    ) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        print(f"http://127.0.0.1:{port}/", flush=True)
        while True:
            await asyncio.sleep(0.5)
            websockets.broadcast(clients, MESSAGE)


asyncio.run(main())
