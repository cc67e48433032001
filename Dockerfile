# The gateway as an image: production packages and the sources, which Node runs as they are.
#
#   docker build -t living-worlds .
#   docker run -e ALLOW_ANONYMOUS=true -p 127.0.0.1:4000:4000 -v living-worlds:/data living-worlds
#
# Beyond loopback the gateway listens only with ALLOW_ANONYMOUS, as everybody who reaches it may then change
# everything: whoever runs the image says so, never the image.

FROM node:26-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The optional packages are the Node that the npm scripts bring along; the image has its own.
RUN npm ci --omit=dev --omit=optional

FROM node:26-bookworm-slim
# The delay lets load balancers see at /ready that the gateway goes.
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=4000 \
    SHUTDOWN_DELAY_MS=5000 \
    SQLITE_FILE=/data/living-worlds.sqlite
# A new volume takes its owner from here.
RUN install --directory --owner=node --group=node /data
VOLUME /data
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY package.json ./
COPY bin bin
COPY schema schema
COPY src src
# The user `node`, by number, so that an orchestrator can tell that it isn't root.
USER 1000:1000
EXPOSE 4000
# The process, not the store: restarting the gateway mends no store. Load balancers ask /ready.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --start-interval=1s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Without npm or a shell between, so that signals reach it.
CMD ["node", "bin/gateway.js"]
