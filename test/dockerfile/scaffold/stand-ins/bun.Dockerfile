FROM node:24-slim
RUN npm install --global --allow-scripts=bun bun@1.4.5
